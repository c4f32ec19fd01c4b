#include <fmt/format.h>

#include <athanor/engine/pool_status.hpp>

namespace athanor {

std::string PoolStatus::to_string() const {
    if (pool != "QueuePool") {
        return pool;
    }
    return fmt::format(
        "Pool size: {}  Connections in pool: {} Current Overflow: {} Current Checked out connections: {}", size, idle,
        overflow, checked_out);
}

}  // namespace athanor
