#pragma once

#include <cstddef>
#include <string_view>

namespace athanor::detail {

/// One step through a text: a character and the bytes it takes. For a byte that is not UTF-8, length is 0.
struct Utf8Character {
    char32_t code_point;
    std::size_t length;
};

/// Decodes the character at the start of a text that is not empty, by the table of well-formed sequences in the
/// Unicode Standard (table 3-7).
Utf8Character decode_utf8(std::string_view text) noexcept;

}  // namespace athanor::detail
