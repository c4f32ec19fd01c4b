#pragma once

#include <array>

#include <athanor/core/decimal.hpp>

namespace athanor::detail {

/// 10^0 .. 10^38.
inline constexpr std::array<UInt128, Decimal::max_digits + 1> powers_of_ten = [] {
    std::array<UInt128, Decimal::max_digits + 1> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) {
        powers[i] = powers[i - 1] * 10;
    }
    return powers;
}();

inline UInt128 power_of_ten(int exponent) noexcept { return powers_of_ten[static_cast<std::size_t>(exponent)]; }

/// The first number that is too large for a coefficient.
inline constexpr UInt128 coefficient_limit = powers_of_ten[Decimal::max_digits];

inline UInt128 magnitude(const Decimal& value) noexcept {
    const Int128 coefficient = value.coefficient();
    return static_cast<UInt128>(coefficient < 0 ? -coefficient : coefficient);
}

/// The number of digits; 1 for zero.
int count_digits(UInt128 value) noexcept;

}  // namespace athanor::detail
