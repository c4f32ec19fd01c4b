#pragma once

#include <cstdint>
#include <string_view>

namespace athanor::detail {

/// Writes 0..99 as two digits and returns the end.
inline char* write_two_digits(char* out, unsigned value) noexcept {
    out[0] = static_cast<char>('0' + value / 10);
    out[1] = static_cast<char>('0' + value % 10);
    return out + 2;
}

/// Writes 0..9999 as four digits and returns the end.
inline char* write_four_digits(char* out, unsigned value) noexcept {
    return write_two_digits(write_two_digits(out, value / 100), value % 100);
}

/// Reads `count` (up to 9) digits at `at`, which must lie in the text; -1 when one is no digit.
inline int read_digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        const auto digit = static_cast<unsigned>(static_cast<unsigned char>(text[i])) - '0';
        if (digit > 9) {
            return -1;
        }
        value = value * 10 + static_cast<int>(digit);
    }
    return value;
}

}  // namespace athanor::detail
