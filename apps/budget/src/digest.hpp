#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <athanor/core/decimal.hpp>

namespace budget {

/// The 128-bit FNV-1a hash of texts (Fowler, Noll, Vo; IETF draft-eastlake-fnv). It tells rows of a file apart; it is
/// no protection against somebody who looks for two rows with one hash.
class Digest {
public:
    /// Adds the bytes as they are.
    Digest& bytes(std::string_view text) noexcept;
    /// Adds a text and where it ends, so that "ab", "c" differs from "a", "bc".
    Digest& field(std::string_view text) noexcept;
    /// 32 hexadecimal digits.
    [[nodiscard]] std::string to_hex() const;
    [[nodiscard]] std::size_t low() const noexcept { return static_cast<std::size_t>(value_); }

    friend bool operator==(const Digest&, const Digest&) noexcept = default;

private:
    athanor::UInt128 value_ = (athanor::UInt128{0x6c62272e07bb0142U} << 64) | 0x62b821756295c58dU;
};

}  // namespace budget

template <>
struct std::hash<budget::Digest> {
    std::size_t operator()(const budget::Digest& digest) const noexcept { return digest.low(); }
};
