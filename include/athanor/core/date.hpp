#pragma once

#include <chrono>
#include <compare>
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

/// A day of the (proleptic Gregorian) calendar, without time or zone: 0001-01-01 to 9999-12-31.
///
/// Whatever would make another day throws DataError. The default is 1970-01-01.
class Date {
public:
    static constexpr std::size_t max_chars = 10;
    static constexpr std::int32_t min_days = -719'162;   ///< 0001-01-01
    static constexpr std::int32_t max_days = 2'932'896;  ///< 9999-12-31

    constexpr Date() noexcept = default;
    Date(int year, int month, int day);
    Date(const std::chrono::year_month_day& day);
    Date(std::chrono::sys_days day);

    static Date from_days_since_epoch(std::int64_t days);

    /// From exactly "YYYY-MM-DD".
    static Date parse(std::string_view text);
    static std::optional<Date> try_parse(std::string_view text) noexcept;

    /// The current day in UTC.
    static Date today();

    constexpr std::int32_t days_since_epoch() const noexcept { return days_; }
    int year() const noexcept;
    int month() const noexcept;  ///< 1..12
    int day() const noexcept;    ///< 1..31

    constexpr operator std::chrono::sys_days() const noexcept {
        return std::chrono::sys_days(std::chrono::days(days_));
    }
    constexpr operator std::chrono::year_month_day() const noexcept {
        return std::chrono::year_month_day(std::chrono::sys_days(*this));
    }

    friend Date operator+(Date day, std::chrono::days days) { return from_days_since_epoch(day.days_ + days.count()); }
    friend Date operator+(std::chrono::days days, Date day) { return day + days; }
    friend Date operator-(Date day, std::chrono::days days) { return from_days_since_epoch(day.days_ - days.count()); }
    friend constexpr std::chrono::days operator-(Date a, Date b) noexcept {
        return std::chrono::days(a.days_ - b.days_);
    }
    Date& operator+=(std::chrono::days days) { return *this = *this + days; }
    Date& operator-=(std::chrono::days days) { return *this = *this - days; }

    friend constexpr bool operator==(Date, Date) noexcept = default;
    friend constexpr auto operator<=>(Date, Date) noexcept = default;
    // Without these two, a comparison with a year_month_day could be made in either type and would not compile.
    friend constexpr bool operator==(Date a, const std::chrono::year_month_day& b) noexcept {
        return std::chrono::year_month_day(a) == b;
    }
    friend constexpr std::strong_ordering operator<=>(Date a, const std::chrono::year_month_day& b) noexcept {
        return std::chrono::year_month_day(a) <=> b;
    }

    std::string to_string() const;  ///< "YYYY-MM-DD"

    /// Writes the text and returns its end. Needs room for max_chars; writes no NUL.
    char* write_to(char* out) const noexcept;

    friend std::ostream& operator<<(std::ostream& out, Date value) __attribute__((visibility("default")));

private:
    std::int32_t days_ = 0;
};

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] std::hash<athanor::Date> {
    std::size_t operator()(athanor::Date value) const noexcept {
        return std::hash<std::int32_t>()(value.days_since_epoch());
    }
};

template <>
struct [[gnu::visibility("default")]] fmt::formatter<athanor::Date> : athanor::detail::TextFormatter {
    auto format(athanor::Date value, fmt::format_context& context) const -> fmt::format_context::iterator;
};

#pragma GCC visibility pop
