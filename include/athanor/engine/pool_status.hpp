#pragma once

#include <string>

#pragma GCC visibility push(default)

namespace athanor {

/// How many connections an engine's pool had at one moment.
struct PoolStatus {
    std::string pool;     ///< QueuePool, NullPool or StaticPool
    int size = 0;         ///< pool_size
    int idle = 0;         ///< connections in the pool
    int overflow = 0;     ///< connections beyond `size`; negative until so many were opened
    int checked_out = 0;  ///< in use, or being opened or closed

    /// As SQLAlchemy words it: "Pool size: 5  Connections in pool: 1 Current Overflow: -4 Current Checked out
    /// connections: 0"; the name alone for a pool that keeps nothing.
    [[nodiscard]] std::string to_string() const;
};

}  // namespace athanor

#pragma GCC visibility pop
