#pragma once

#include <compare>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <athanor/core/date.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// A month of a year, 0001-01 to 9999-12, for reports and ranges. Anything else throws DataError.
class YearMonth {
public:
    YearMonth(int year, int month);
    explicit YearMonth(Date day);

    /// From exactly "YYYY-MM".
    static YearMonth parse(std::string_view text);
    static std::optional<YearMonth> try_parse(std::string_view text) noexcept;

    int year() const noexcept { return year_; }
    int month() const noexcept { return month_; }

    Date first_day() const;
    Date last_day() const;
    YearMonth next() const;      ///< DataError after 9999-12.
    YearMonth previous() const;  ///< DataError before 0001-01.

    friend bool operator==(YearMonth, YearMonth) noexcept = default;
    friend auto operator<=>(YearMonth, YearMonth) noexcept = default;

    std::string to_string() const;  ///< "YYYY-MM"
    friend std::ostream& operator<<(std::ostream& out, YearMonth value) __attribute__((visibility("default")));

private:
    int year_;
    int month_;
};

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] fmt::formatter<athanor::YearMonth> : athanor::detail::TextFormatter {
    auto format(athanor::YearMonth value, fmt::format_context& context) const -> fmt::format_context::iterator;
};

#pragma GCC visibility pop
