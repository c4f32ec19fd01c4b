#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <athanor/core/date.hpp>
#include <athanor/core/text_formatter.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// An instant in UTC with microseconds, from 0001-01-01T00:00:00 to 9999-12-31T23:59:59.999999.
///
/// Whatever would leave that range throws DataError. The default is 1970-01-01T00:00:00. Durations are exact spans:
/// a std::chrono::months is 30.436875 days, so step by calendar months on date().
class DateTime {
public:
    static constexpr std::size_t max_chars = 27;
    static constexpr std::int64_t min_microseconds = std::int64_t{Date::min_days} * 86'400'000'000;
    static constexpr std::int64_t max_microseconds = std::int64_t{Date::max_days + 1} * 86'400'000'000 - 1;

    // Not "= default": GCC 12 under -fsanitize=undefined then calls a constructor that it never makes.
    constexpr DateTime() noexcept {}  // NOLINT(modernize-use-equals-default)

    /// From any UTC time point of microseconds or coarser, exactly.
    template <class Duration>
        requires std::convertible_to<Duration, std::chrono::microseconds>
    DateTime(std::chrono::sys_time<Duration> time)
        : DateTime(from_microseconds_since_epoch(checked_count(time.time_since_epoch()))) {}

    /// From the system clock; what is finer than a microsecond is cut off towards the past.
    DateTime(std::chrono::system_clock::time_point time);

    /// Midnight UTC at the start of that day.
    explicit DateTime(Date day) noexcept;

    static DateTime from_microseconds_since_epoch(std::int64_t microseconds);

    /// From ISO 8601: date, 'T' or a blank, HH:MM:SS, optionally a fraction of 1..6 digits, optionally 'Z' or
    /// +HH:MM / -HH:MM; without a zone it is UTC.
    static DateTime parse(std::string_view text);
    static std::optional<DateTime> try_parse(std::string_view text) noexcept;

    static DateTime now();

    constexpr std::int64_t microseconds_since_epoch() const noexcept { return microseconds_; }
    constexpr std::chrono::sys_time<std::chrono::microseconds> time_point() const noexcept {
        return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(microseconds_));
    }
    Date date() const noexcept;  ///< The day in UTC.

    friend DateTime operator+(DateTime time, std::chrono::microseconds span) { return time.plus(span.count()); }
    friend DateTime operator+(std::chrono::microseconds span, DateTime time) { return time.plus(span.count()); }
    friend DateTime operator-(DateTime time, std::chrono::microseconds span) { return time.minus(span.count()); }
    friend constexpr std::chrono::microseconds operator-(DateTime a, DateTime b) noexcept {
        return std::chrono::microseconds(a.microseconds_ - b.microseconds_);
    }
    DateTime& operator+=(std::chrono::microseconds span) { return *this = plus(span.count()); }
    DateTime& operator-=(std::chrono::microseconds span) { return *this = minus(span.count()); }

    friend constexpr bool operator==(DateTime, DateTime) noexcept = default;
    friend constexpr auto operator<=>(DateTime, DateTime) noexcept = default;

    std::string to_string() const;  ///< Always "2026-11-22T10:20:30.123456Z".

    /// Writes the text and returns its end. Needs room for max_chars; writes no NUL.
    char* write_to(char* out) const noexcept;

    friend std::ostream& operator<<(std::ostream& out, DateTime value) __attribute__((visibility("default")));

private:
    template <class Duration>
    static std::int64_t checked_count(Duration since_epoch) {
        using std::chrono::microseconds;
        // The limits are converted to the caller's unit, not the other way round: that cannot overflow.
        if (since_epoch < std::chrono::ceil<Duration>(microseconds(min_microseconds)) ||
            since_epoch > std::chrono::floor<Duration>(microseconds(max_microseconds))) {
            throw_out_of_range();
        }
        return microseconds(since_epoch).count();
    }
    [[noreturn]] static void throw_out_of_range();
    DateTime plus(std::int64_t microseconds) const;
    DateTime minus(std::int64_t microseconds) const;

    std::int64_t microseconds_ = 0;
};

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] std::hash<athanor::DateTime> {
    std::size_t operator()(athanor::DateTime value) const noexcept {
        return std::hash<std::int64_t>()(value.microseconds_since_epoch());
    }
};

template <>
struct [[gnu::visibility("default")]] fmt::formatter<athanor::DateTime> : athanor::detail::TextFormatter {
    auto format(athanor::DateTime value, fmt::format_context& context) const -> fmt::format_context::iterator;
};

#pragma GCC visibility pop
