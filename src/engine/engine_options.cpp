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
    check_range("pool_size", options.pool_size, 1, 10'000);
    check_range("max_overflow", options.max_overflow, 0, 10'000);
    check_range("pool_timeout", options.pool_timeout, 0.0, 86'400.0);
    check_range("connect_timeout", options.connect_timeout, 1, 86'400);
    check_range("busy_timeout", options.busy_timeout, 0, 86'400'000);
}

}  // namespace athanor::detail
