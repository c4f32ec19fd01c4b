#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace athanor {

/// Text as a template argument, as in `back_populates<"category">`. N counts the closing zero.
template <std::size_t N>
struct fixed_string {
    char text[N]{};

    constexpr fixed_string(const char (&literal)[N]) { std::copy_n(literal, N, text); }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

}  // namespace athanor
