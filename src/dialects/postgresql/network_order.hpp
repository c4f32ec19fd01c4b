#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace athanor::postgresql {

/// Writes an integer with its most significant byte first; returns the end.
template <std::integral T>
inline char* write_network(char* out, T value) noexcept {
    const auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        out[i] = static_cast<char>(static_cast<unsigned char>(bits >> (8 * (sizeof(T) - 1 - i))));
    }
    return out + sizeof(T);
}

/// Reads an integer written with its most significant byte first. Precondition: sizeof(T) bytes are there.
template <std::integral T>
inline T read_network(const char* in) noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        bits = (bits << 8) | static_cast<unsigned char>(in[i]);
    }
    return static_cast<T>(bits);
}

}  // namespace athanor::postgresql
