#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {

/// Whether the text is UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text) noexcept;

/// Characters as SQL's length() counts them. The text must be valid UTF-8.
std::size_t code_point_count(std::string_view text) noexcept;

bool contains_nul(std::string_view text) noexcept;

/// Columns that the text takes on a terminal: wide characters 2, combining marks and control characters 0, a byte
/// that is not UTF-8 1. Widths are those of the C library's C.UTF-8 locale.
std::size_t display_width(std::string_view text) noexcept;

/// The candidate that was probably meant, for "did you mean": the smallest Damerau-Levenshtein distance (optimal
/// string alignment, ASCII letters without case), if it is at most a third of the name's length, or 1. The first of
/// several equally near ones.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates);
std::optional<std::string> nearest(std::string_view name, std::span<const std::string_view> candidates);
std::optional<std::string> nearest(std::string_view name, std::initializer_list<std::string_view> candidates);

}  // namespace athanor

#pragma GCC visibility pop
