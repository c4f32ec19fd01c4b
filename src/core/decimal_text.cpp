#include <ostream>

#include <athanor/core/decimal.hpp>

#include "core/decimal_power.hpp"
#include "core/digits.hpp"

namespace athanor {

namespace {

char* write_backwards(char* end, std::uint64_t value) noexcept {
    while (value >= 100) {
        end -= 2;
        detail::write_two_digits(end, static_cast<unsigned>(value % 100));
        value /= 100;
    }
    if (value >= 10) {
        end -= 2;
        detail::write_two_digits(end, static_cast<unsigned>(value));
    } else {
        *--end = static_cast<char>('0' + value);
    }
    return end;
}

}  // namespace

char* Decimal::write_to(char* out) const noexcept {
    constexpr std::uint64_t half_power = 10'000'000'000'000'000'000U;  // 10^19: two halves make the 38 digits
    char digits[max_digits];
    char* const end = digits + max_digits;
    const UInt128 whole = detail::magnitude(*this);
    char* begin = nullptr;
    if (whole < half_power) {
        begin = write_backwards(end, static_cast<std::uint64_t>(whole));
    } else {
        begin = write_backwards(end, static_cast<std::uint64_t>(whole % half_power));
        while (begin > end - 19) {
            *--begin = '0';
        }
        begin = write_backwards(begin, static_cast<std::uint64_t>(whole / half_power));
    }

    if (is_negative()) {
        *out++ = '-';
    }
    auto before_point = (end - begin) - scale_;
    if (before_point <= 0) {
        *out++ = '0';
    }
    for (; before_point > 0; --before_point) {
        *out++ = *begin++;
    }
    if (scale_ > 0) {
        *out++ = '.';
        for (; before_point < 0; ++before_point) {
            *out++ = '0';
        }
        while (begin != end) {
            *out++ = *begin++;
        }
    }
    return out;
}

std::string Decimal::to_string() const {
    char buffer[max_chars];
    return std::string(buffer, write_to(buffer));
}

std::ostream& operator<<(std::ostream& out, const Decimal& value) {
    char buffer[Decimal::max_chars];
    return out << std::string_view(buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer));
}

}  // namespace athanor

auto fmt::formatter<athanor::Decimal>::format(const athanor::Decimal& value, fmt::format_context& context) const
    -> fmt::format_context::iterator {
    char buffer[athanor::Decimal::max_chars];
    return write({buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer)}, context);
}
