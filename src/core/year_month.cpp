#include <ostream>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/year_month.hpp>

#include "core/digits.hpp"
#include "core/quoting.hpp"

namespace athanor {

YearMonth::YearMonth(int year, int month) : year_(year), month_(month) {
    if (year < 1 || year > 9999 || month < 1 || month > 12) {
        throw DataError(fmt::format("{:04}-{:02} is not a month", year, month), "years are 1 to 9999, months 1 to 12");
    }
}

YearMonth::YearMonth(Date day) : YearMonth(day.year(), day.month()) {}

YearMonth YearMonth::parse(std::string_view text) {
    if (const auto month = try_parse(text)) {
        return *month;
    }
    throw DataError(fmt::format("{} is not a month", detail::quote_for_log(text, 60)),
                    "write it as YYYY-MM, such as 2026-03");
}

std::optional<YearMonth> YearMonth::try_parse(std::string_view text) noexcept {
    if (text.size() != 7 || text[4] != '-') {
        return std::nullopt;
    }
    const int year = detail::read_digits(text, 0, 4);
    const int month = detail::read_digits(text, 5, 2);
    if (year < 1 || month < 1 || month > 12) {
        return std::nullopt;
    }
    return YearMonth(year, month);
}

Date YearMonth::first_day() const { return Date(year_, month_, 1); }

Date YearMonth::last_day() const {
    return std::chrono::sys_days(std::chrono::year(year_) / month_ / std::chrono::last);
}

YearMonth YearMonth::next() const { return month_ == 12 ? YearMonth(year_ + 1, 1) : YearMonth(year_, month_ + 1); }

YearMonth YearMonth::previous() const { return month_ == 1 ? YearMonth(year_ - 1, 12) : YearMonth(year_, month_ - 1); }

std::string YearMonth::to_string() const { return first_day().to_string().substr(0, 7); }

std::ostream& operator<<(std::ostream& out, YearMonth value) { return out << value.to_string(); }

}  // namespace athanor

auto fmt::formatter<athanor::YearMonth>::format(athanor::YearMonth value, fmt::format_context& context) const
    -> fmt::format_context::iterator {
    return write(value.to_string(), context);
}
