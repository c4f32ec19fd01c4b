#pragma once

#include <cstddef>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {

/// Text as a template argument, as in `back_populates<"category">`. N counts the closing zero.
template <std::size_t N>
struct fixed_string {  // NOLINT(readability-identifier-naming): compilers show it beside the words of a mapping
    char text[N]{};

    constexpr fixed_string(const char (&literal)[N]) {
        for (std::size_t i = 0; i < N; ++i)
            text[i] = literal[i];
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

}  // namespace athanor

#pragma GCC visibility pop
