#pragma once

#include <array>
#include <optional>
#include <string_view>

#include <athanor/mcp/context.hpp>

namespace athanor::mcp::detail {

inline constexpr std::array<std::string_view, 8> level_names{"debug", "info",     "notice", "warning",
                                                             "error", "critical", "alert",  "emergency"};

inline std::string_view name_of(LogLevel level) { return level_names[static_cast<std::size_t>(level)]; }

inline std::optional<LogLevel> level_of(std::string_view name) {
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (level_names[i] == name) {
            return static_cast<LogLevel>(i);
        }
    }
    return std::nullopt;
}

}  // namespace athanor::mcp::detail
