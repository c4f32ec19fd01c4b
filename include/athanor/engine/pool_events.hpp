#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include <athanor/engine/driver.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// The moments in a connection's life that a program may listen to; the names are SQLAlchemy's.
enum class PoolEvent : std::uint8_t {
    first_connect,    ///< the first connection of the engine was opened; before `connect`
    connect,          ///< a connection was opened: the place for settings of the session
    checkout,         ///< a connection is handed to a user
    checkin,          ///< a connection comes back, after `reset`
    reset,            ///< what was open on it has been rolled back (or committed); before `checkin`
    invalidate,       ///< it was found lost, or invalidate() was called
    soft_invalidate,  ///< it will be closed when it comes back
    close,            ///< it is about to be closed
    detach,           ///< it has left the pool for good
};

/// What a listener is told. Valid during the call only.
struct PoolEventInfo {
    PoolEvent event = PoolEvent::connect;
    /// Null at `checkin` of a connection that was lost or invalidated. Lists may be run on it at first_connect,
    /// connect, checkout and reset; not at invalidate and close, where the server may be gone.
    DriverConnection* connection = nullptr;
    std::uint64_t number = 0;            ///< names the connection within its engine, as the log does; counts from 1
    std::string_view reason = {};        ///< invalidate, soft_invalidate, close: why
    bool transaction_was_reset = false;  ///< reset: a transaction had been left open
};

using PoolListener = std::function<void(const PoolEventInfo&)>;

/// The listeners of an engine. They are called in the order in which they came, by the thread at whose connection it
/// happens, never with a lock held; they must not take a connection from the same engine. What a listener throws at
/// first_connect, connect or checkout reaches who asked for the connection, and the connection is closed; at reset and
/// checkin it is logged and the connection is closed; elsewhere it is logged. Thread-safe.
class PoolEvents {
public:
    /// @throws ArgumentError if the listener is empty.
    void listen(PoolEvent event, PoolListener listener);

    /// Calls the listeners; used by the pool. Throws what they throw.
    void emit(const PoolEventInfo& info) const;

private:
    static constexpr std::size_t kinds = 9;
    using Listeners = std::vector<PoolListener>;

    mutable std::mutex mutex_;
    std::array<std::shared_ptr<const Listeners>, kinds> listeners_;
    std::atomic<unsigned> heard_{0};  // a bit for each event that has listeners
};

}  // namespace athanor

#pragma GCC visibility pop
