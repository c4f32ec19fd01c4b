#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// A connection on loan from a pool. The holder gives it back with checkin, whatever became of it.
struct PooledConnection {
    std::unique_ptr<DriverConnection> connection;
    std::uint64_t generation = 0;  ///< which dispose() it was opened after
};

/// How many connections a pool has.
struct PoolStatus {
    std::size_t idle = 0;
    std::size_t in_use = 0;  ///< on loan, or being opened
};

/// Keeps connections for reuse and bounds their number. Thread-safe.
class ConnectionPool {
public:
    virtual ~ConnectionPool();
    /// @throws TimeoutError if none is free in time; what connecting throws.
    [[nodiscard]] virtual PooledConnection checkout() = 0;
    /// Takes a connection back, rolled back if a transaction is open; closes one that is lost or older than dispose().
    virtual void checkin(PooledConnection returned) noexcept = 0;
    /// Closes the idle connections now and those in use when they come back.
    virtual void dispose() = 0;
    [[nodiscard]] virtual PoolStatus status() const = 0;
};

/// How many connections a BoundedPool may have, and how it makes and resets them.
struct PoolSettings {
    std::size_t size = 1;      ///< idle connections kept
    std::size_t overflow = 0;  ///< beyond that while there is demand
    double timeout = 0;        ///< seconds
    bool pre_ping = false;
    bool single = false;  ///< one connection because the database lives in it: for the message only
    std::function<std::unique_ptr<DriverConnection>()> connect;
    std::function<void(DriverConnection&)> reset;  ///< rolls back
};

/// The plain pool: last returned, first reused; connections are opened outside the lock, so that a slow server holds up
/// nobody who could have an idle one.
class BoundedPool final : public ConnectionPool {
public:
    explicit BoundedPool(PoolSettings settings);

    PooledConnection checkout() override;
    void checkin(PooledConnection returned) noexcept override;
    void dispose() override;
    PoolStatus status() const override;

private:
    [[nodiscard]] bool is_fit(DriverConnection& connection) const noexcept;
    [[nodiscard]] PooledConnection open();
    void forget_one() noexcept;
    [[noreturn]] void throw_timeout() const;

    const PoolSettings settings_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<PooledConnection> idle_;
    std::size_t total_ = 0;
    std::size_t waiting_ = 0;
    std::uint64_t generation_ = 0;
};

}  // namespace athanor::detail
