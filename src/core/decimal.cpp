#include <fmt/format.h>

#include <athanor/core/decimal.hpp>
#include <athanor/core/error.hpp>

#include "core/decimal_power.hpp"
#include "core/quoting.hpp"

namespace athanor {

namespace detail {

void throw_decimal_fault(std::string_view text, DecimalFault fault) {
    const auto shown = quote_for_log(text, 60);
    if (fault == DecimalFault::too_many_digits) {
        throw DataError(fmt::format("{} has more than the {} digits of a Decimal", shown, Decimal::max_digits),
                        "round it, or store it as text");
    }
    throw DataError(fmt::format("{} is not a decimal number", shown),
                    "write digits with at most one point between them, such as -52.50; no exponent, no blanks");
}

void throw_decimal_too_large() {
    throw DataError(fmt::format("a decimal result has more than {} digits", Decimal::max_digits),
                    "use rounded() or divide() to say how many digits are needed");
}

void throw_decimal_scale(int scale) {
    throw ArgumentError(fmt::format("{} is not a scale of a Decimal: it must be 0 to {}", scale, Decimal::max_scale));
}

int count_digits(UInt128 value) noexcept {
    int digits = 1;
    while (digits < Decimal::max_digits && value >= power_of_ten(digits)) {
        ++digits;
    }
    return digits;
}

}  // namespace detail

using detail::coefficient_limit;
using detail::magnitude;

namespace {

[[noreturn]] void throw_too_many_decimals(const Decimal& value, int scale) {
    throw DataError(fmt::format("{} has more digits than the {} after the point that are allowed", value, scale),
                    fmt::format("round it first: rounded({})", scale));
}

}  // namespace

int Decimal::digits() const noexcept { return detail::count_digits(magnitude(*this)); }

bool Decimal::fits(int precision, int scale) const noexcept {
    if (scale < 0 || scale > max_scale || precision < 1) {
        return false;
    }
    if (is_zero()) {
        return true;
    }
    if (scale >= scale_) {
        return digits() + (scale - scale_) <= precision;
    }
    const UInt128 power = power_of_ten(scale_ - scale);
    const UInt128 whole = magnitude(*this);
    return whole % power == 0 && detail::count_digits(whole / power) <= precision;
}

std::int64_t Decimal::units(int scale) const {
    const Int128 whole = scale == scale_ ? coefficient() : rescaled(scale).coefficient();
    if (whole > INT64_MAX || whole < INT64_MIN) {
        throw DataError(fmt::format("{} is too large for a 64-bit number of units of scale {}", *this, scale),
                        "use a column with fewer digits after the point");
    }
    return static_cast<std::int64_t>(whole);
}

Decimal Decimal::rescaled(int scale) const {
    check_scale(scale);
    if (scale == scale_) {
        return *this;
    }
    if (scale < scale_) {
        const auto power = static_cast<Int128>(power_of_ten(scale_ - scale));
        const Int128 whole = coefficient() / power;
        if (whole * power != coefficient()) {
            throw_too_many_decimals(*this, scale);
        }
        return make(whole, scale);
    }
    const UInt128 power = power_of_ten(scale - scale_);
    if (magnitude(*this) > (coefficient_limit - 1) / power) {
        throw DataError(fmt::format("{} has no room for {} digits after the point", *this, scale),
                        fmt::format("a Decimal holds {} digits in all", max_digits));
    }
    return make(coefficient() * static_cast<Int128>(power), scale);
}

Decimal Decimal::rounded(int scale, Rounding rounding) const {
    check_scale(scale);
    if (scale >= scale_) {
        return rescaled(scale);
    }
    const UInt128 power = power_of_ten(scale_ - scale);
    UInt128 whole = magnitude(*this) / power;
    const UInt128 rest = magnitude(*this) % power;
    const UInt128 half = power / 2;
    if (rest > half || (rest == half && (rounding == Rounding::half_up || whole % 2 == 1))) {
        ++whole;
    }
    const auto result = static_cast<Int128>(whole);
    return make(is_negative() ? -result : result, scale);
}

Decimal Decimal::normalized() const noexcept {
    UInt128 whole = magnitude(*this);
    int scale = scale_;
    while (scale > 0 && whole > UINT64_MAX && whole % 10 == 0) {
        whole /= 10;
        --scale;
    }
    if (whole <= UINT64_MAX) {
        auto narrow = static_cast<std::uint64_t>(whole);
        while (scale > 0 && narrow % 10 == 0) {
            narrow /= 10;
            --scale;
        }
        whole = narrow;
    }
    const auto result = static_cast<Int128>(whole);
    return make(is_negative() ? -result : result, scale);
}

}  // namespace athanor

std::size_t std::hash<athanor::Decimal>::operator()(const athanor::Decimal& value) const noexcept {
    const auto plain = value.normalized();
    std::uint64_t mixed = plain.coefficient_low() * 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio
    mixed ^= static_cast<std::uint64_t>(plain.coefficient_high()) + (mixed >> 32);
    mixed = (mixed + static_cast<std::uint64_t>(plain.scale())) * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(mixed ^ (mixed >> 29));
}
