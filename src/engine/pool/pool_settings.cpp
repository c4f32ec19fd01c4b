#include "engine/pool/pool_settings.hpp"

#include <athanor/core/error.hpp>

namespace athanor::detail {

namespace {

PoolClock::duration seconds(double value) {
    return std::chrono::duration_cast<PoolClock::duration>(std::chrono::duration<double>(value));
}

PoolClass kind_of(const EngineOptions& options, bool single) {
    if (!single) {
        return options.poolclass == PoolClass::automatic ? PoolClass::queue : options.poolclass;
    }
    if (options.poolclass == PoolClass::queue || options.poolclass == PoolClass::null) {
        throw ArgumentError("a database in memory lives in one connection, which a queue pool or null pool would close "
                            "or double",
                            "leave poolclass out, or use a database file");
    }
    return PoolClass::static_pool;
}

}  // namespace

PoolSettings pool_settings(const EngineOptions& options, bool single) {
    PoolSettings settings;
    settings.kind = kind_of(options, single);
    settings.single = single;
    settings.timeout = seconds(options.pool_timeout);
    settings.pre_ping = options.pool_pre_ping;
    settings.pre_ping_idle = seconds(options.pool_pre_ping_idle);
    settings.reset_on_return = options.pool_reset_on_return;
    settings.echo = options.echo_pool;
    settings.limits.lifo = options.pool_use_lifo;
    if (options.pool_recycle >= 0 && !single) {
        settings.limits.recycle = seconds(options.pool_recycle);
    }
    if (settings.kind == PoolClass::null) {
        settings.size = 0;
        settings.limits.keep = 0;
        settings.limits.most = PoolLimits::unlimited;
    } else if (settings.kind == PoolClass::queue) {
        settings.size = options.pool_size;
        settings.overflow = options.max_overflow;
        const auto size = static_cast<std::size_t>(options.pool_size);
        const bool unlimited = options.pool_size == 0 || options.max_overflow < 0;
        settings.limits.keep = options.pool_size == 0 ? PoolLimits::unlimited : size;
        settings.limits.most =
            unlimited ? PoolLimits::unlimited : size + static_cast<std::size_t>(options.max_overflow);
    }
    return settings;
}

}  // namespace athanor::detail
