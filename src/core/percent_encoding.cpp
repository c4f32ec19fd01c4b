#include "core/percent_encoding.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/hex.hpp"

namespace athanor::detail {

namespace {

bool is_safe(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~' || static_cast<unsigned char>(c) > 127;
}

}  // namespace

std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int byte = text[i] == '%' && i + 2 < text.size() ? read_hex_byte(text[i + 1], text[i + 2]) : -1;
        decoded += byte < 0 ? text[i] : static_cast<char>(byte);
        i += byte < 0 ? 0 : 2;
    }
    return decoded;
}

std::string form_decode(std::string_view text) {
    std::string blanks(text);
    std::replace(blanks.begin(), blanks.end(), '+', ' ');
    return percent_decode(blanks);
}

std::string percent_encode(std::string_view text, std::string_view also_safe) {
    std::string encoded;
    for (const char c : text) {
        if (is_safe(c) || also_safe.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

}  // namespace athanor::detail
