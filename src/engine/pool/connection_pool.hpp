#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>

#include <athanor/engine/driver.hpp>
#include <athanor/engine/pool_status.hpp>

#include "engine/pool/pool_settings.hpp"
#include "engine/pool/pool_state.hpp"

namespace athanor::detail {

/// A connection on loan from a pool. The holder gives it back with checkin, whatever became of it.
struct PooledConnection {
    static constexpr std::size_t no_slot = std::numeric_limits<std::size_t>::max();

    std::unique_ptr<DriverConnection> connection;  ///< null after invalidate, until reconnect
    std::size_t slot = no_slot;                    ///< its place in the pool; none: it is detached
    std::uint64_t number = 0;                      ///< its name in the log
    std::uint64_t process = 0;                     ///< the process that opened it
    bool lost = false;                             ///< the pool knows that it is of no use
    bool soft = false;                             ///< to be closed when it comes back
    bool unproven = false;  ///< idle for so long that it is trusted only after an answer (pre-ping)

    /// Whether statements may be run on it.
    [[nodiscard]] bool usable() const noexcept { return connection && !lost && connection->is_open(); }
};

/// Keeps connections for reuse and bounds their number: PoolState decides, this connects and closes, outside the lock,
/// so that a slow server holds up nobody who could have an idle connection. In a process forked from the one that
/// opened them it starts empty and touches none of the parent's. Thread-safe.
class ConnectionPool {
public:
    explicit ConnectionPool(PoolSettings settings);
    ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// @throws TimeoutError if none is free in time; what connecting and listeners throw.
    [[nodiscard]] PooledConnection checkout();
    /// Takes a connection back and resets it; closes it if it is lost, invalidated or too many.
    void checkin(PooledConnection returned) noexcept;

    /// Replaces a connection that is lost or invalidated (or the parent's) by a new one in the same place.
    /// @throws what connecting and listeners throw; then there is none until the next call.
    void reconnect(PooledConnection& held);
    /// The holder's connection turned out lost: it and all connections as old are not used again.
    void lost(PooledConnection& held, std::string_view reason) noexcept;
    /// Closes the holder's connection now.
    void invalidate(PooledConnection& held, std::string_view reason) noexcept;
    /// Has the holder's connection closed when it comes back.
    void soft_invalidate(PooledConnection& held, std::string_view reason) noexcept;
    /// Gives the holder's connection to him for good; its place is free.
    void detach(PooledConnection& held) noexcept;

    /// Closes the idle connections now and those in use when they come back. `close` false: only forgets them.
    void dispose(bool close);
    [[nodiscard]] PoolStatus status() const;

private:
    struct Core;
    struct Waiting;

    [[nodiscard]] Core& core() const;
    [[nodiscard]] PooledConnection take(Core& core, PoolGrant& grant);
    void make_ready(PooledConnection& taken, const PoolGrant& grant);
    void connect(PooledConnection& into);
    [[nodiscard]] bool reset(PooledConnection& returned) noexcept;
    [[nodiscard]] bool keep(PooledConnection& returned) noexcept;
    void close(PooledConnection& closing, std::string_view reason) noexcept;
    void release(PooledConnection& closed) noexcept;
    [[nodiscard]] PoolEventInfo info(PoolEvent event, const PooledConnection& about,
                                     std::string_view reason = {}) const noexcept;
    void emit(const PoolEventInfo& event) const;
    [[nodiscard]] bool emit_quietly(const PoolEventInfo& event) const noexcept;
    [[noreturn]] void throw_timeout() const;

    const PoolSettings settings_;
    mutable std::atomic<Core*> core_;
    std::atomic<std::uint64_t> opened_{0};
    std::atomic<bool> first_connect_done_{false};
};

}  // namespace athanor::detail
