#pragma once

#include <cstddef>

namespace athanor::detail {

/// The value of a hexadecimal digit of either case, or -1.
constexpr int read_hex_digit(char digit) noexcept {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr int read_hex_byte(char high, char low) noexcept {
    const int left = read_hex_digit(high);
    const int right = read_hex_digit(low);
    return left < 0 || right < 0 ? -1 : left * 16 + right;
}

/// Writes two lower-case digits and returns the end.
constexpr char* write_hex_byte(char* out, std::byte value) noexcept {
    constexpr auto digits = "0123456789abcdef";
    out[0] = digits[std::to_integer<unsigned>(value) >> 4];
    out[1] = digits[std::to_integer<unsigned>(value) & 0xF];
    return out + 2;
}

}  // namespace athanor::detail
