#include <fmt/format.h>

#include <athanor/core/bytes.hpp>
#include <athanor/core/error.hpp>

#include "core/hex.hpp"

namespace athanor {

Bytes bytes_of(std::string_view text) {
    const auto all = std::as_bytes(std::span(text));
    return Bytes(all.begin(), all.end());
}

std::string to_hex(std::span<const std::byte> bytes) {
    std::string text(bytes.size() * 2, '\0');
    char* out = text.data();
    for (const auto byte : bytes) {
        out = detail::write_hex_byte(out, byte);
    }
    return text;
}

Bytes from_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        throw DataError(fmt::format("{} hexadecimal digits do not make whole bytes", text.size()),
                        "write two digits for each byte");
    }
    Bytes bytes(text.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int value = detail::read_hex_byte(text[2 * i], text[2 * i + 1]);
        if (value < 0) {
            throw DataError(fmt::format("byte {} of a hexadecimal text is not two digits 0-9 or a-f", i));
        }
        bytes[i] = static_cast<std::byte>(value);
    }
    return bytes;
}

}  // namespace athanor
