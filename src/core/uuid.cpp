#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ostream>
#include <sys/random.h>
#include <system_error>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/uuid.hpp>

#include "core/hex.hpp"
#include "core/quoting.hpp"

namespace athanor {

namespace {

constexpr bool dash_before(std::size_t byte) noexcept { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

Uuid Uuid::random() {
    Array bytes;
    ssize_t got = -1;
    do {
        got = getrandom(bytes.data(), bytes.size(), 0);
    } while (got < 0 && errno == EINTR);
    // Requests of up to 256 bytes are never cut short once they succeed (getrandom(2)).
    if (got != static_cast<ssize_t>(bytes.size())) {
        throw Error(fmt::format("the system gives no random numbers: {}", std::generic_category().message(errno)));
    }
    bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};
    return Uuid(bytes);
}

Uuid Uuid::parse(std::string_view text) {
    if (const auto uuid = try_parse(text)) {
        return *uuid;
    }
    throw DataError(fmt::format("{} is not a UUID", detail::quote_for_log(text, 60)),
                    "write it as 8-4-4-4-12 hexadecimal digits");
}

std::optional<Uuid> Uuid::try_parse(std::string_view text) noexcept {
    if (text.size() != max_chars) {
        return std::nullopt;
    }
    Array bytes;
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (dash_before(i) && text[at++] != '-') {
            return std::nullopt;
        }
        const int value = detail::read_hex_byte(text[at], text[at + 1]);
        if (value < 0) {
            return std::nullopt;
        }
        bytes[i] = static_cast<std::byte>(value);
        at += 2;
    }
    return Uuid(bytes);
}

char* Uuid::write_to(char* out) const noexcept {
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (dash_before(i)) {
            *out++ = '-';
        }
        out = detail::write_hex_byte(out, bytes_[i]);
    }
    return out;
}

std::string Uuid::to_string() const {
    char buffer[max_chars];
    return std::string(buffer, write_to(buffer));
}

std::ostream& operator<<(std::ostream& out, const Uuid& value) {
    char buffer[Uuid::max_chars];
    return out << std::string_view(buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer));
}

}  // namespace athanor

std::size_t std::hash<athanor::Uuid>::operator()(const athanor::Uuid& value) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, value.bytes().data(), sizeof halves);
    return static_cast<std::size_t>((halves[0] ^ (halves[1] >> 31)) * 0x9E3779B97F4A7C15U + halves[1]);
}

auto fmt::formatter<athanor::Uuid>::format(const athanor::Uuid& value, fmt::format_context& context) const
    -> fmt::format_context::iterator {
    char buffer[athanor::Uuid::max_chars];
    return write({buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer)}, context);
}
