#include <ostream>

#include <fmt/format.h>

#include <athanor/core/date.hpp>
#include <athanor/core/error.hpp>

#include "core/date_text.hpp"
#include "core/quoting.hpp"

namespace athanor {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day calendar_day(int year, int month, int day) noexcept {
    // Out of range, unsigned char would wrap 257 to 1.
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
        return year_month_day{};
    }
    return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
            std::chrono::day(static_cast<unsigned>(day))};
}

}  // namespace

namespace detail {

std::optional<std::int32_t> read_date(std::string_view text) noexcept {
    if (text.size() != Date::max_chars || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto day = calendar_day(read_digits(text, 0, 4), read_digits(text, 5, 2), read_digits(text, 8, 2));
    if (!day.ok()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(sys_days(day).time_since_epoch().count());
}

char* write_date(char* out, std::int32_t days_since_epoch) noexcept {
    const year_month_day day{sys_days(std::chrono::days(days_since_epoch))};
    out = write_four_digits(out, static_cast<unsigned>(static_cast<int>(day.year())));
    *out++ = '-';
    out = write_two_digits(out, static_cast<unsigned>(day.month()));
    *out++ = '-';
    return write_two_digits(out, static_cast<unsigned>(day.day()));
}

}  // namespace detail

Date::Date(int year, int month, int day) {
    const auto calendar = calendar_day(year, month, day);
    if (!calendar.ok()) {
        throw DataError(fmt::format("{:04}-{:02}-{:02} is not a day of the calendar", year, month, day),
                        "years are 1 to 9999");
    }
    days_ = static_cast<std::int32_t>(sys_days(calendar).time_since_epoch().count());
}

Date::Date(const year_month_day& day)
    : Date(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
           static_cast<int>(static_cast<unsigned>(day.day()))) {}

Date::Date(sys_days day) : Date(from_days_since_epoch(day.time_since_epoch().count())) {}

Date Date::from_days_since_epoch(std::int64_t days) {
    if (days < min_days || days > max_days) {
        throw DataError("a date lies outside 0001-01-01 to 9999-12-31");
    }
    Date result;
    result.days_ = static_cast<std::int32_t>(days);
    return result;
}

Date Date::parse(std::string_view text) {
    if (const auto date = try_parse(text)) {
        return *date;
    }
    throw DataError(fmt::format("{} is not a date", detail::quote_for_log(text, 60)),
                    "write a day of the calendar as YYYY-MM-DD");
}

std::optional<Date> Date::try_parse(std::string_view text) noexcept {
    if (const auto days = detail::read_date(text)) {
        Date result;
        result.days_ = *days;
        return result;
    }
    return std::nullopt;
}

Date Date::today() { return Date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())); }

int Date::year() const noexcept { return static_cast<int>(year_month_day(*this).year()); }

int Date::month() const noexcept { return static_cast<int>(static_cast<unsigned>(year_month_day(*this).month())); }

int Date::day() const noexcept { return static_cast<int>(static_cast<unsigned>(year_month_day(*this).day())); }

char* Date::write_to(char* out) const noexcept { return detail::write_date(out, days_); }

std::string Date::to_string() const {
    char buffer[max_chars];
    return std::string(buffer, write_to(buffer));
}

std::ostream& operator<<(std::ostream& out, Date value) {
    char buffer[Date::max_chars];
    return out << std::string_view(buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer));
}

}  // namespace athanor

auto fmt::formatter<athanor::Date>::format(athanor::Date value, fmt::format_context& context) const
    -> fmt::format_context::iterator {
    char buffer[athanor::Date::max_chars];
    return write({buffer, static_cast<std::size_t>(value.write_to(buffer) - buffer)}, context);
}
