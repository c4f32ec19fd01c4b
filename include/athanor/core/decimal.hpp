#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <athanor/core/text_formatter.hpp>

#pragma GCC visibility push(default)

namespace athanor {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

/// What to do with digits that are dropped. half_up rounds a tie away from zero, as PostgreSQL's round() does.
enum class Rounding { half_up, half_even };

namespace detail {

enum class DecimalFault { none, malformed, too_many_digits };

[[noreturn]] void throw_decimal_fault(std::string_view text, DecimalFault fault);
[[noreturn]] void throw_decimal_too_large();
[[noreturn]] void throw_decimal_scale(int scale);

template <class T>
concept CharacterType = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                        std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <class T>
concept DecimalInteger = std::integral<T> && !std::same_as<T, bool> && !CharacterType<T> && sizeof(T) <= 8;

}  // namespace detail

/// An exact decimal number, for money: a coefficient of at most 38 digits and a scale (digits after the point).
///
/// Range: 38 digits in all, scale 0..38, so up to 10^38 - 1 and down to 10^-38. Never rounds unless told to: a
/// result that cannot be held exactly is a DataError. A scale outside 0..38 is an ArgumentError.
/// Equality, order and hash are by value: 1.0 == 1.00. The scale is kept as written: "1.50" prints as 1.50.
/// Never made from binary floating point, which cannot hold 0.1. No operation but to_string() allocates.
class Decimal {
public:
    static constexpr int max_digits = 38;
    static constexpr int max_scale = 38;
    static constexpr std::size_t max_chars = 41;  ///< Sign, "0." and 38 digits.

    constexpr Decimal() noexcept = default;

    template <detail::DecimalInteger T>
    constexpr Decimal(T value) noexcept
        : high_(value < T{} ? -1 : 0), low_(static_cast<std::uint64_t>(static_cast<std::int64_t>(value))), scale_(0) {}

    /// Floating point, bool and characters are no decimals: use parse("0.1") or "0.1"_dec.
    template <class T>
        requires(std::floating_point<T> || std::same_as<T, bool> || detail::CharacterType<T>)
    Decimal(T) = delete;

    /// From `[+-]digits[.digits]`; no exponent, no blanks, no ".5" and no "5.". Throws DataError.
    static constexpr Decimal parse(std::string_view text) {
        Decimal result;
        const auto fault = scan(text, result);
        if (fault != detail::DecimalFault::none) {
            detail::throw_decimal_fault(text, fault);
        }
        return result;
    }

    static constexpr std::optional<Decimal> try_parse(std::string_view text) noexcept {
        Decimal result;
        return scan(text, result) == detail::DecimalFault::none ? std::optional<Decimal>(result) : std::nullopt;
    }

    /// units * 10^-scale: from_units(5250, 2) is 52.50.
    static constexpr Decimal from_units(std::int64_t units, int scale) {
        check_scale(scale);
        return make(units, scale);
    }

    /// coefficient * 10^-scale; DataError when the coefficient has more than 38 digits.
    static constexpr Decimal from_int128(Int128 coefficient, int scale) {
        check_scale(scale);
        const auto magnitude =
            coefficient < 0 ? UInt128{} - static_cast<UInt128>(coefficient) : static_cast<UInt128>(coefficient);
        if (magnitude >= limit()) {
            detail::throw_decimal_too_large();
        }
        return make(coefficient, scale);
    }

    /// The same with the coefficient as the two halves of its two's complement.
    static constexpr Decimal from_int128(std::int64_t high, std::uint64_t low, int scale) {
        return from_int128(join(high, low), scale);
    }

    constexpr int scale() const noexcept { return scale_; }
    constexpr Int128 coefficient() const noexcept { return join(high_, low_); }
    constexpr std::int64_t coefficient_high() const noexcept { return high_; }
    constexpr std::uint64_t coefficient_low() const noexcept { return low_; }
    constexpr bool is_zero() const noexcept { return high_ == 0 && low_ == 0; }
    constexpr bool is_negative() const noexcept { return high_ < 0; }

    /// How many digits the coefficient has (its precision in SQL's sense); 1 for zero.
    int digits() const noexcept;

    /// Whether the value can be stored exactly in a numeric(precision, scale) column; trailing zeros do not count.
    bool fits(int precision, int scale) const noexcept;

    /// The value as a whole number of 10^-scale. DataError when it has more digits than that or leaves int64.
    std::int64_t units(int scale) const;

    /// The same value with another scale. DataError when digits would be lost or there is no room for the zeros.
    Decimal rescaled(int scale) const;

    /// The nearest value with that scale.
    Decimal rounded(int scale, Rounding rounding = Rounding::half_up) const;

    /// The same value without trailing zeros after the point.
    Decimal normalized() const noexcept;

    constexpr Decimal abs() const noexcept { return is_negative() ? -*this : *this; }
    constexpr Decimal operator-() const noexcept { return make(-coefficient(), scale_); }
    constexpr Decimal operator+() const noexcept { return *this; }

    /// Exact. The scale is the larger one (for *, the sum), or the largest at which the exact result fits into 38
    /// digits. DataError when there is none.
    friend Decimal operator+(const Decimal& a, const Decimal& b) __attribute__((visibility("default")));
    friend Decimal operator-(const Decimal& a, const Decimal& b) __attribute__((visibility("default")));
    friend Decimal operator*(const Decimal& a, const Decimal& b) __attribute__((visibility("default")));

    /// Division is seldom exact, so it must be told how to round: divide(a, b, scale, rounding).
    friend Decimal operator/(const Decimal& a, const Decimal& b) = delete;

    Decimal& operator+=(const Decimal& other) { return *this = *this + other; }
    Decimal& operator-=(const Decimal& other) { return *this = *this - other; }
    Decimal& operator*=(const Decimal& other) { return *this = *this * other; }

    friend constexpr bool operator==(const Decimal& a, const Decimal& b) noexcept {
        return a.scale_ == b.scale_ ? a.high_ == b.high_ && a.low_ == b.low_ : std::is_eq(compare(a, b));
    }
    friend constexpr std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
        return a.scale_ == b.scale_ ? std::weak_ordering(a.coefficient() <=> b.coefficient()) : compare(a, b);
    }

    std::string to_string() const;

    /// Writes the text and returns its end. Needs room for max_chars; writes no NUL.
    char* write_to(char* out) const noexcept;

    friend std::ostream& operator<<(std::ostream& out, const Decimal& value) __attribute__((visibility("default")));

private:
    static constexpr UInt128 limit() noexcept {  // 10^38
        return UInt128{10'000'000'000'000'000'000U} * 10'000'000'000'000'000'000U;
    }
    static constexpr Int128 join(std::int64_t high, std::uint64_t low) noexcept {
        return static_cast<Int128>((static_cast<UInt128>(static_cast<std::uint64_t>(high)) << 64) | low);
    }
    static constexpr Decimal make(Int128 coefficient, int scale) noexcept {
        Decimal result;
        result.high_ = static_cast<std::int64_t>(coefficient >> 64);
        result.low_ = static_cast<std::uint64_t>(coefficient);
        result.scale_ = scale;
        return result;
    }
    static constexpr void check_scale(int scale) {
        if (scale < 0 || scale > max_scale) {
            detail::throw_decimal_scale(scale);
        }
    }

    static constexpr detail::DecimalFault scan(std::string_view text, Decimal& result) noexcept {
        std::size_t at = 0;
        const bool negative = !text.empty() && text[0] == '-';
        if (negative || (!text.empty() && text[0] == '+')) {
            at = 1;
        }
        const std::size_t first = at;
        std::uint64_t narrow = 0;  // the first 19 digits: 64-bit steps are much cheaper
        UInt128 wide = 0;
        int digits = 0;
        int scale = 0;
        bool point = false;
        for (; at < text.size(); ++at) {
            const auto digit = static_cast<unsigned>(static_cast<unsigned char>(text[at])) - '0';
            if (digit > 9) {
                if (text[at] != '.' || point || at == first) {
                    return detail::DecimalFault::malformed;
                }
                point = true;
                continue;
            }
            scale += point ? 1 : 0;
            digits += digits != 0 || digit != 0 ? 1 : 0;
            if (digits > max_digits || scale > max_scale) {
                return detail::DecimalFault::too_many_digits;
            }
            if (digits <= 19) {
                narrow = narrow * 10 + digit;
            } else {
                wide = (digits == 20 ? UInt128{narrow} : wide) * 10 + digit;
            }
        }
        if (at == first || (point && scale == 0)) {
            return detail::DecimalFault::malformed;
        }
        const auto magnitude = static_cast<Int128>(digits <= 19 ? UInt128{narrow} : wide);
        result = make(negative ? -magnitude : magnitude, scale);
        return detail::DecimalFault::none;
    }

    static constexpr std::weak_ordering compare(const Decimal& a, const Decimal& b) noexcept {
        // Usual amounts: neither side can overflow when it is multiplied by less than 10^19.
        if (is_narrow(a) && is_narrow(b) && a.scale_ < b.scale_ + 19 && b.scale_ < a.scale_ + 19) {
            const auto up_a = static_cast<Int128>(power_of_ten(b.scale_ - a.scale_));
            const auto up_b = static_cast<Int128>(power_of_ten(a.scale_ - b.scale_));
            return a.coefficient() * up_a <=> b.coefficient() * up_b;
        }
        const UInt128 power_a = power_of_ten(a.scale_);
        const UInt128 power_b = power_of_ten(b.scale_);
        const auto whole_a = a.coefficient() / static_cast<Int128>(power_a);
        const auto whole_b = b.coefficient() / static_cast<Int128>(power_b);
        if (whole_a != whole_b) {
            return whole_a <=> whole_b;
        }
        // Only the parts after the point are brought to one scale: they stay below 10^38, whole numbers might not.
        auto part_a = a.coefficient() % static_cast<Int128>(power_a);
        auto part_b = b.coefficient() % static_cast<Int128>(power_b);
        if (a.scale_ < b.scale_) {
            part_a *= static_cast<Int128>(power_of_ten(b.scale_ - a.scale_));
        } else {
            part_b *= static_cast<Int128>(power_of_ten(a.scale_ - b.scale_));
        }
        return part_a <=> part_b;
    }
    static constexpr bool is_narrow(const Decimal& value) noexcept {  // the coefficient is an int64
        return value.high_ == static_cast<std::int64_t>(value.low_) >> 63;
    }
    static constexpr UInt128 power_of_ten(int exponent) noexcept {
        UInt128 power = 1;
        for (; exponent > 0; --exponent) {
            power *= 10;
        }
        return power;
    }

    std::int64_t high_ = 0;
    std::uint64_t low_ = 0;
    std::int32_t scale_ = 0;
};

/// a / b rounded to that scale. DataError when b is zero or the result has more than 38 digits.
Decimal divide(const Decimal& a, const Decimal& b, int scale, Rounding rounding = Rounding::half_up);

namespace detail {
void a_decimal_literal_reads_like_12_dot_50();  // never defined: its name is the compiler's message
}

inline namespace literals {
/// "52.50"_dec; a malformed literal does not compile.
consteval Decimal operator""_dec(const char* text, std::size_t length) {
    const auto value = Decimal::try_parse(std::string_view(text, length));
    if (!value) {
        detail::a_decimal_literal_reads_like_12_dot_50();
    }
    return *value;
}
}  // namespace literals

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] std::hash<athanor::Decimal> {
    std::size_t operator()(const athanor::Decimal& value) const noexcept;
};

template <>
struct [[gnu::visibility("default")]] fmt::formatter<athanor::Decimal> : athanor::detail::TextFormatter {
    auto format(const athanor::Decimal& value, fmt::format_context& context) const -> fmt::format_context::iterator;
};

#pragma GCC visibility pop
