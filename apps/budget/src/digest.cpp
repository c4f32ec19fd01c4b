#include "digest.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace budget {

Digest& Digest::bytes(std::string_view text) noexcept {
    constexpr athanor::UInt128 prime = (athanor::UInt128{1} << 88) | 0x13bU;
    for (const char c : text) {
        value_ = (value_ ^ static_cast<unsigned char>(c)) * prime;
    }
    return *this;
}

Digest& Digest::field(std::string_view text) noexcept {
    // 0xff never occurs in UTF-8.
    return bytes(text).bytes("\xff");
}

std::string Digest::to_hex() const {
    return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(value_ >> 64), static_cast<std::uint64_t>(value_));
}

}  // namespace budget
