#include <sstream>
#include <unordered_set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/date.hpp>
#include <athanor/core/error.hpp>

namespace athanor {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr year_month_day leap_day{std::chrono::year(2024), std::chrono::month(2), std::chrono::day(29)};

TEST(Date, IsADayOfTheCalendar) {
    const Date day(2026, 11, 22);
    EXPECT_EQ(day.year(), 2026);
    EXPECT_EQ(day.month(), 11);
    EXPECT_EQ(day.day(), 22);
    EXPECT_EQ(day.to_string(), "2026-11-22");
    EXPECT_EQ(Date().to_string(), "1970-01-01");
    EXPECT_EQ(Date(1970, 1, 2).days_since_epoch(), 1);
}

TEST(Date, RefusesADayThatDoesNotExist) {
    EXPECT_THROW(Date(2026, 2, 30), DataError);
    EXPECT_THROW(Date(2026, 2, 29), DataError);
    EXPECT_NO_THROW(Date(2024, 2, 29));
    EXPECT_THROW(Date(1900, 2, 29), DataError);
    EXPECT_NO_THROW(Date(2000, 2, 29));
    for (const auto& [year, month, day] : {std::tuple(0, 1, 1),
                                           {10000, 1, 1},
                                           {2026, 0, 1},
                                           {2026, 13, 1},
                                           {2026, 257, 1},
                                           {2026, 1, 0},
                                           {2026, 1, 257},
                                           {-2026, 1, 1}}) {
        EXPECT_THROW(Date(year, month, day), DataError) << year << ' ' << month << ' ' << day;
    }
    try {
        Date(2026, 2, 30);
        FAIL();
    } catch (const DataError& error) {
        EXPECT_EQ(error.message(), "2026-02-30 is not a day of the calendar");
    }
}

TEST(Date, ReadsIsoDatesAndNothingElse) {
    EXPECT_EQ(Date::parse("2026-11-22"), Date(2026, 11, 22));
    EXPECT_EQ(Date::parse("0001-01-01").days_since_epoch(), Date::min_days);
    EXPECT_EQ(Date::parse("9999-12-31").days_since_epoch(), Date::max_days);
    for (const char* text :
         {"", "2026-02-30", "2026-2-03", "26-02-03", "2026/02/03", "2026-02-03 ", " 2026-02-03", "2026-02-0x",
          "2026-02-03T00:00:00", "0000-01-01", "-026-01-01", "20260203", "2026-13-01"}) {
        EXPECT_FALSE(Date::try_parse(text)) << text;
        EXPECT_THROW(Date::parse(text), DataError) << text;
    }
}

TEST(Date, EveryDayOfFourCenturiesSurvivesPrintingAndReading) {
    for (auto day = Date(1799, 12, 31); day < Date(2201, 1, 1); day += days(1)) {
        ASSERT_EQ(Date::parse(day.to_string()), day);
        ASSERT_EQ(Date(day.year(), day.month(), day.day()), day);
    }
}

TEST(Date, CountsInDays) {
    EXPECT_EQ(Date(2024, 2, 28) + days(1), Date(2024, 2, 29));
    EXPECT_EQ(Date(2023, 2, 28) + std::chrono::weeks(1), Date(2023, 3, 7));
    EXPECT_EQ(days(1) + Date(2023, 12, 31), Date(2024, 1, 1));
    EXPECT_EQ(Date(2024, 1, 1) - Date(2023, 1, 1), days(365));
    EXPECT_EQ(Date(2024, 1, 1) - days(1), Date(2023, 12, 31));
    auto day = Date(2024, 1, 1);
    day -= days(1);
    EXPECT_EQ(day, Date(2023, 12, 31));
    EXPECT_THROW(Date(9999, 12, 31) + days(1), DataError);
    EXPECT_THROW(Date(1, 1, 1) - days(1), DataError);
}

TEST(Date, IsInterchangeableWithTheStandardCalendar) {
    const Date from_calendar = leap_day;
    const Date from_days = sys_days(leap_day);
    EXPECT_EQ(from_calendar, from_days);
    const year_month_day calendar = from_calendar;
    const sys_days plain = from_calendar;
    EXPECT_EQ(calendar, leap_day);
    EXPECT_EQ(plain, sys_days(leap_day));
    EXPECT_TRUE(from_calendar == leap_day);
    EXPECT_TRUE(leap_day == from_calendar);
    EXPECT_TRUE(from_calendar <= leap_day);
    EXPECT_EQ(Date(year_month_day(from_calendar) + std::chrono::months(1)), Date(2024, 3, 29));
    EXPECT_THROW(Date(year_month_day(from_calendar) + std::chrono::years(1)), DataError);
    EXPECT_THROW(Date{sys_days::max()}, DataError);
}

TEST(Date, OrdersAndHashes) {
    EXPECT_LT(Date(2023, 12, 31), Date(2024, 1, 1));
    EXPECT_GT(Date(1969, 12, 31) + days(2), Date());
    const std::unordered_set<Date> seen{Date(2024, 1, 1), Date(2024, 1, 1), Date(2024, 1, 2)};
    EXPECT_EQ(seen.size(), 2U);
}

TEST(Date, TodayIsTheDayOfTheSystemClockInUtc) {
    const auto before = std::chrono::floor<days>(std::chrono::system_clock::now());
    const Date today = Date::today();
    const auto after = std::chrono::floor<days>(std::chrono::system_clock::now());
    EXPECT_LE(Date(before), today);
    EXPECT_LE(today, Date(after));
}

TEST(Date, PrintsWithAlignment) {
    EXPECT_EQ(fmt::format("{:>12}|{}", Date(33, 4, 3), Date(2024, 2, 29)), "  0033-04-03|2024-02-29");
    std::ostringstream out;
    out << Date(2024, 2, 29);
    EXPECT_EQ(out.str(), "2024-02-29");
}

}  // namespace
}  // namespace athanor
