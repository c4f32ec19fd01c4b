#include "engine/engine_options.hpp"

#include <string_view>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::detail {

namespace {

template <class T>
void check_range(std::string_view name, T value, T least, T most) {
    // Written so that NaN fails too.
    if (!(value >= least && value <= most)) {
        throw ArgumentError(fmt::format("{} is {}, it must be from {} to {}", name, value, least, most),
                            "correct the option given to create_engine");
    }
}

}  // namespace

void check_options(const EngineOptions& options) {
    constexpr double day = 86'400;
    check_range("pool_size", options.pool_size, 0, 10'000);
    check_range("max_overflow", options.max_overflow, -1, 10'000);
    check_range("pool_timeout", options.pool_timeout, 0.0, day);
    check_range("pool_recycle", options.pool_recycle, -1.0, 366 * day);
    check_range("pool_pre_ping_idle", options.pool_pre_ping_idle, 0.0, 366 * day);
    check_range("connect_timeout", options.connect_timeout, 1, 86'400);
    check_range("connect_retries", options.connect_retries, 0, 1000);
    check_range("statement_timeout", options.statement_timeout, 0.0, day);
    // The kernel's own limits (tcp(7): the times are seconds in 15 bits, the count is 7 bits).
    check_range("keepalives.idle", options.keepalives.idle, 0, 32'767);
    check_range("keepalives.interval", options.keepalives.interval, 1, 32'767);
    check_range("keepalives.count", options.keepalives.count, 1, 127);
    check_range("tcp_user_timeout", options.tcp_user_timeout, 0, 86'400'000);
    check_range("busy_timeout", options.busy_timeout, 0, 86'400'000);
    check_range("statement_cache_size", options.statement_cache_size, 1, 1'000'000);
    // PostgreSQL would cut off what is longer (NAMEDATALEN - 1).
    check_range("the length of application_name", options.application_name.size(), std::size_t{0}, std::size_t{63});
    for (const auto& [name, value] : options.connect_args) {
        if (name.empty() || name.find('\0') != std::string::npos || value.find('\0') != std::string::npos) {
            throw ArgumentError("connect_args has a parameter without a name, or a NUL in a name or value",
                                "give each parameter as {name, value}, by the driver's own names");
        }
    }
}

}  // namespace athanor::detail
