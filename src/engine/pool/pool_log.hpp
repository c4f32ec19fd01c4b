#pragma once

#include <fmt/format.h>

#include <athanor/core/logging.hpp>

namespace athanor::detail {

/// Logs to "athanor.pool"; a message that cannot be made is left out.
template <class... Values>
void pool_log(LogLevel level, fmt::format_string<Values...> text, Values&&... values) noexcept {
    try {
        if (log_enabled(level, "athanor.pool")) {
            log(level, "athanor.pool", fmt::format(text, std::forward<Values>(values)...));
        }
    } catch (...) {
        log(level, "athanor.pool", "something happened for which there is no memory to say it");
    }
}

}  // namespace athanor::detail
