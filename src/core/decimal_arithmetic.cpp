#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <athanor/core/decimal.hpp>
#include <athanor/core/error.hpp>

#include "core/decimal_power.hpp"

namespace athanor {

using detail::coefficient_limit;
using detail::magnitude;
using detail::power_of_ten;

namespace {

/// An unsigned number of 256 bits, least limb first: room for every product and every aligned sum of two
/// coefficients (below 2 * 10^76).
struct Wide {
    std::array<std::uint64_t, 4> limbs{};

    bool exceeds_coefficient() const noexcept { return (limbs[3] | limbs[2]) != 0 || low() >= coefficient_limit; }
    UInt128 low() const noexcept { return static_cast<UInt128>(limbs[1]) << 64 | limbs[0]; }

    unsigned divide_by_ten() noexcept {
        UInt128 rest = 0;
        for (std::size_t i = 4; i-- > 0;) {
            const UInt128 part = rest << 64 | limbs[i];
            limbs[i] = static_cast<std::uint64_t>(part / 10);
            rest = part % 10;
        }
        return static_cast<unsigned>(rest);
    }
};

Wide multiply(UInt128 a, UInt128 b) noexcept {
    const std::array<std::uint64_t, 2> left{static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(a >> 64)};
    const std::array<std::uint64_t, 2> right{static_cast<std::uint64_t>(b), static_cast<std::uint64_t>(b >> 64)};
    Wide product;
    for (std::size_t i = 0; i < 2; ++i) {
        UInt128 carry = 0;
        for (std::size_t j = 0; j < 2; ++j) {
            carry += static_cast<UInt128>(left[i]) * right[j] + product.limbs[i + j];
            product.limbs[i + j] = static_cast<std::uint64_t>(carry);
            carry >>= 64;
        }
        product.limbs[i + 2] = static_cast<std::uint64_t>(carry);
    }
    return product;
}

bool less(const Wide& a, const Wide& b) noexcept {
    return std::lexicographical_compare(a.limbs.rbegin(), a.limbs.rend(), b.limbs.rbegin(), b.limbs.rend());
}

Wide add(const Wide& a, const Wide& b) noexcept {
    Wide sum;
    UInt128 carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        carry += static_cast<UInt128>(a.limbs[i]) + b.limbs[i];
        sum.limbs[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
    }
    return sum;
}

Wide subtract(const Wide& larger, const Wide& smaller) noexcept {
    Wide difference;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const UInt128 part = static_cast<UInt128>(larger.limbs[i]) - smaller.limbs[i] - borrow;
        difference.limbs[i] = static_cast<std::uint64_t>(part);
        borrow = (part >> 64) != 0 ? 1 : 0;
    }
    return difference;
}

Decimal with_sign(UInt128 whole, bool negative, int scale) {
    const auto coefficient = static_cast<Int128>(whole);
    return Decimal::from_int128(negative ? -coefficient : coefficient, scale);
}

/// Gives up trailing zeros, and nothing else, until the number fits.
Decimal fit(Wide number, bool negative, int scale) {
    while (number.exceeds_coefficient() || scale > Decimal::max_scale) {
        if (scale == 0 || number.divide_by_ten() != 0) {
            detail::throw_decimal_too_large();
        }
        --scale;
    }
    return with_sign(number.low(), negative, scale);
}

Decimal add_aligned(const Decimal& a, const Decimal& b) {
    const int scale = std::max(a.scale(), b.scale());
    const Wide left = multiply(magnitude(a), power_of_ten(scale - a.scale()));
    const Wide right = multiply(magnitude(b), power_of_ten(scale - b.scale()));
    if (a.is_negative() == b.is_negative()) {
        return fit(add(left, right), a.is_negative(), scale);
    }
    return less(left, right) ? fit(subtract(right, left), b.is_negative(), scale)
                             : fit(subtract(left, right), a.is_negative(), scale);
}

UInt128 round_quotient(UInt128 whole, std::weak_ordering rest_to_half, Rounding rounding) noexcept {
    const bool tie_goes_up = rounding == Rounding::half_up || whole % 2 == 1;
    return whole + (std::is_gt(rest_to_half) || (std::is_eq(rest_to_half) && tie_goes_up) ? 1 : 0);
}

}  // namespace

Decimal operator+(const Decimal& a, const Decimal& b) {
    Int128 sum = 0;
    if (a.scale_ == b.scale_ && !__builtin_add_overflow(a.coefficient(), b.coefficient(), &sum) &&
        static_cast<UInt128>(sum < 0 ? -sum : sum) < coefficient_limit) {
        return Decimal::make(sum, a.scale_);
    }
    return add_aligned(a, b);
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }

Decimal operator*(const Decimal& a, const Decimal& b) {
    const int scale = a.scale_ + b.scale_;
    // Two 64-bit numbers make at most 2^126, which is below 10^38.
    if (scale <= Decimal::max_scale && Decimal::is_narrow(a) && Decimal::is_narrow(b)) {
        return Decimal::make(a.coefficient() * b.coefficient(), scale);
    }
    return fit(multiply(magnitude(a), magnitude(b)), a.is_negative() != b.is_negative(), scale);
}

Decimal divide(const Decimal& a, const Decimal& b, int scale, Rounding rounding) {
    if (scale < 0 || scale > Decimal::max_scale) {
        detail::throw_decimal_scale(scale);
    }
    if (b.is_zero()) {
        throw DataError(fmt::format("{} cannot be divided by zero", a));
    }
    const bool negative = a.is_negative() != b.is_negative();
    const UInt128 divisor = magnitude(b);
    UInt128 whole = magnitude(a) / divisor;
    UInt128 rest = magnitude(a) % divisor;
    int missing = scale - a.scale() + b.scale();

    if (missing < 0) {
        const UInt128 power = power_of_ten(-missing);
        const UInt128 dropped = whole % power;
        const auto to_half = dropped != power / 2 ? dropped <=> power / 2 : rest <=> UInt128{0};
        return with_sign(round_quotient(whole / power, to_half, rounding), negative, scale);
    }
    for (; missing > 0; --missing) {
        if (whole >= coefficient_limit / 10) {
            detail::throw_decimal_too_large();
        }
        // The next digit is found by adding the rest ten times, for ten times the rest need not fit into 128 bits.
        unsigned digit = 0;
        UInt128 sum = 0;
        for (int i = 0; i < 10; ++i) {
            sum += rest;
            if (sum >= divisor) {
                sum -= divisor;
                ++digit;
            }
        }
        rest = sum;
        whole = whole * 10 + digit;
    }
    return with_sign(round_quotient(whole, rest <=> divisor - rest, rounding), negative, scale);
}

}  // namespace athanor
