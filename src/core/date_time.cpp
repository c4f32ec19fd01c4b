#include <ostream>

#include <fmt/format.h>

#include <athanor/core/date_time.hpp>
#include <athanor/core/error.hpp>

#include "core/date_text.hpp"
#include "core/quoting.hpp"

namespace athanor {

namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t microseconds_per_day = seconds_per_day * microseconds_per_second;

constexpr bool in_range(std::int64_t microseconds) noexcept {
    return microseconds >= DateTime::min_microseconds && microseconds <= DateTime::max_microseconds;
}

constexpr std::int32_t day_of(std::int64_t microseconds) noexcept {
    const auto day = microseconds / microseconds_per_day;
    return static_cast<std::int32_t>(microseconds % microseconds_per_day < 0 ? day - 1 : day);
}

/// Reads "HH:MM:SS" into seconds; -1 when it is no time of day.
int read_time_of_day(std::string_view text) noexcept {
    const int hour = detail::read_digits(text, 0, 2);
    const int minute = detail::read_digits(text, 3, 2);
    const int second = detail::read_digits(text, 6, 2);
    const bool ok = text[2] == ':' && text[5] == ':' && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 &&
                    second >= 0 && second < 60;
    return ok ? (hour * 60 + minute) * 60 + second : -1;
}

/// Takes ".123456" off the front of the text; -1 when there is a point without 1 to 6 digits.
int take_fraction(std::string_view& text) noexcept {
    if (text.empty() || text[0] != '.') {
        return 0;
    }
    int fraction = 0;
    int digits = 0;
    text.remove_prefix(1);
    while (!text.empty() && text[0] >= '0' && text[0] <= '9' && digits < 7) {
        fraction = fraction * 10 + (text[0] - '0');
        text.remove_prefix(1);
        ++digits;
    }
    if (digits < 1 || digits > 6) {
        return -1;
    }
    for (; digits < 6; ++digits) {
        fraction *= 10;
    }
    return fraction;
}

/// Seconds east of UTC from "", "Z" or "+HH:MM".
std::optional<int> read_zone(std::string_view text) noexcept {
    if (text.empty() || text == "Z") {
        return 0;
    }
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const int hours = detail::read_digits(text, 1, 2);
    const int minutes = detail::read_digits(text, 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
        return std::nullopt;
    }
    const int seconds = (hours * 60 + minutes) * 60;
    return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

DateTime::DateTime(std::chrono::system_clock::time_point time)
    : DateTime(from_microseconds_since_epoch(
          std::chrono::floor<std::chrono::microseconds>(time.time_since_epoch()).count())) {}

DateTime::DateTime(Date day) noexcept : microseconds_(day.days_since_epoch() * microseconds_per_day) {}

void DateTime::throw_out_of_range() {
    throw DataError("a date and time lies outside 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z");
}

DateTime DateTime::from_microseconds_since_epoch(std::int64_t microseconds) {
    if (!in_range(microseconds)) {
        throw_out_of_range();
    }
    DateTime result;
    result.microseconds_ = microseconds;
    return result;
}

DateTime DateTime::parse(std::string_view text) {
    if (const auto time = try_parse(text)) {
        return *time;
    }
    throw DataError(fmt::format("{} is not a date and time", detail::quote_for_log(text, 60)),
                    "write it in ISO 8601, such as 2026-11-22T10:20:30Z or 2026-11-22 10:20:30.5+01:00");
}

std::optional<DateTime> DateTime::try_parse(std::string_view text) noexcept {
    constexpr std::size_t shortest = 19;  // 2026-11-22T10:20:30
    if (text.size() < shortest || (text[10] != 'T' && text[10] != ' ')) {
        return std::nullopt;
    }
    const auto days = detail::read_date(text.substr(0, Date::max_chars));
    const int seconds = read_time_of_day(text.substr(11, 8));
    auto rest = text.substr(shortest);
    const int fraction = take_fraction(rest);
    const auto zone = read_zone(rest);
    if (!days || seconds < 0 || fraction < 0 || !zone) {
        return std::nullopt;
    }
    const auto microseconds = (*days * seconds_per_day + seconds - *zone) * microseconds_per_second + fraction;
    if (!in_range(microseconds)) {
        return std::nullopt;
    }
    DateTime result;
    result.microseconds_ = microseconds;
    return result;
}

DateTime DateTime::now() { return std::chrono::system_clock::now(); }

Date DateTime::date() const noexcept { return std::chrono::sys_days(std::chrono::days(day_of(microseconds_))); }

DateTime DateTime::plus(std::int64_t microseconds) const {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(microseconds_, microseconds, &sum)) {
        throw_out_of_range();
    }
    return from_microseconds_since_epoch(sum);
}

DateTime DateTime::minus(std::int64_t microseconds) const {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(microseconds_, microseconds, &difference)) {
        throw_out_of_range();
    }
    return from_microseconds_since_epoch(difference);
}

char* DateTime::write_to(char* out) const noexcept {
    const auto day = day_of(microseconds_);
    const auto of_day = microseconds_ - day * microseconds_per_day;
    const auto seconds = static_cast<unsigned>(of_day / microseconds_per_second);
    const auto fraction = static_cast<unsigned>(of_day % microseconds_per_second);
    out = detail::write_date(out, day);
    *out++ = 'T';
    out = detail::write_two_digits(out, seconds / 3600);
    *out++ = ':';
    out = detail::write_two_digits(out, seconds / 60 % 60);
    *out++ = ':';
    out = detail::write_two_digits(out, seconds % 60);
    *out++ = '.';
    out = detail::write_two_digits(out, fraction / 10'000);
    out = detail::write_four_digits(out, fraction % 10'000);
    *out++ = 'Z';
    return out;
}

std::string DateTime::to_string() const {
    char buffer[max_chars];
    return std::string(buffer, write_to(buffer));
}

std::ostream& operator<<(std::ostream& out, DateTime value) {
    char buffer[DateTime::max_chars];
    return out << std::string_view(buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer));
}

}  // namespace athanor

auto fmt::formatter<athanor::DateTime>::format(athanor::DateTime value, fmt::format_context& context) const
    -> fmt::format_context::iterator {
    char buffer[athanor::DateTime::max_chars];
    return write({buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer)}, context);
}
