#pragma once

#include <functional>
#include <memory>

#include <athanor/engine/engine_options.hpp>
#include <athanor/engine/pool_events.hpp>

#include "engine/pool/pool_state.hpp"

namespace athanor::detail {

/// What a ConnectionPool does, and how it makes and resets connections. The functions are called without a lock.
struct PoolSettings {
    PoolClass kind = PoolClass::queue;  ///< never automatic
    int size = 1;                       ///< as the options have them: for texts
    int overflow = 0;
    PoolLimits limits;
    PoolClock::duration timeout = {};
    bool pre_ping = false;
    PoolClock::duration pre_ping_idle = {};
    ResetOnReturn reset_on_return = ResetOnReturn::rollback;
    bool echo = false;
    bool single = false;  ///< one connection because the database lives in it: never recycled
    std::function<std::unique_ptr<DriverConnection>()> connect;
    std::function<void(DriverConnection&)> rollback;
    std::function<void(DriverConnection&)> commit;
    const PoolEvents* events = nullptr;  ///< outlives the pool; may be null
};

/// What the options of an engine mean for its pool; the functions are left empty. `single`: the database lives in one
/// connection.
/// @throws ArgumentError if the pool class cannot hold such a database.
[[nodiscard]] PoolSettings pool_settings(const EngineOptions& options, bool single);

}  // namespace athanor::detail
