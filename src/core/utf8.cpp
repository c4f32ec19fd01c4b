#include "core/utf8.hpp"

namespace athanor::detail {

Utf8Character decode_utf8(std::string_view text) noexcept {
    constexpr Utf8Character broken{0, 0};
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) {
        return {first, 1};
    }
    // 80..C1 never start a character: continuation bytes, and overlong forms of ASCII. F5 and up pass U+10FFFF.
    if (first < 0xC2 || first > 0xF4) {
        return broken;
    }
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (text.size() < length) {
        return broken;
    }
    // Only the second byte can tell overlong forms (E0, F0), surrogates (ED) and what lies above U+10FFFF (F4).
    const auto second = static_cast<unsigned char>(text[1]);
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
        return broken;
    }
    char32_t code_point = (first & (0x7FU >> length)) << 6 | (second & 0x3FU);
    for (std::size_t i = 2; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80) {
            return broken;
        }
        code_point = code_point << 6 | (next & 0x3FU);
    }
    return {code_point, length};
}

}  // namespace athanor::detail
