#pragma once

#include <string_view>

#include <fmt/core.h>

#pragma GCC visibility push(default)

namespace athanor::detail {

/// Base of the {fmt} formatters of values that print as text: fill, alignment and width as for a string.
/// A precision is refused, because for a string it would cut digits off ("{:.2}" of 52.50 would be "52").
struct TextFormatter : fmt::formatter<fmt::string_view> {
    constexpr auto parse(fmt::format_parse_context& context) -> fmt::format_parse_context::iterator {
        auto at = context.begin();
        const auto is_align = [](char c) { return c == '<' || c == '>' || c == '^'; };
        if (context.end() - at >= 2 && is_align(at[1])) {
            at += 2;
        }
        for (; at != context.end() && *at != '}'; ++at) {
            if (*at == '.') {
                context.on_error("a precision would cut the text of this value");
            }
        }
        return fmt::formatter<fmt::string_view>::parse(context);
    }

    auto write(std::string_view text, fmt::format_context& context) const -> fmt::format_context::iterator;
};

}  // namespace athanor::detail

#pragma GCC visibility pop
