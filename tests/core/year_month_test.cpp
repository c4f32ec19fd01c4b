#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/core/year_month.hpp>

namespace athanor {
namespace {

TEST(YearMonth, KnowsItsFirstAndLastDay) {
    EXPECT_EQ(YearMonth(2024, 2).first_day(), Date(2024, 2, 1));
    EXPECT_EQ(YearMonth(2024, 2).last_day(), Date(2024, 2, 29));
    EXPECT_EQ(YearMonth(2023, 2).last_day(), Date(2023, 2, 28));
    EXPECT_EQ(YearMonth(9999, 12).last_day(), Date(9999, 12, 31));
    EXPECT_EQ(YearMonth(Date(2018, 1, 31)), YearMonth(2018, 1));
}

TEST(YearMonth, StepsAcrossYears) {
    EXPECT_EQ(YearMonth(2023, 12).next(), YearMonth(2024, 1));
    EXPECT_EQ(YearMonth(2024, 1).previous(), YearMonth(2023, 12));
    EXPECT_EQ(YearMonth(2024, 5).next().previous(), YearMonth(2024, 5));
    EXPECT_THROW(YearMonth(9999, 12).next(), DataError);
    EXPECT_THROW(YearMonth(1, 1).previous(), DataError);
}

TEST(YearMonth, ReadsYearAndMonthAndNothingElse) {
    EXPECT_EQ(YearMonth::parse("2018-01"), YearMonth(2018, 1));
    for (const char* text :
         {"", "2018", "2018-1", "2018-00", "2018-13", "2018/01", "2018-01-01", "0000-01", "2018-0x"}) {
        EXPECT_FALSE(YearMonth::try_parse(text)) << text;
        EXPECT_THROW(YearMonth::parse(text), DataError) << text;
    }
    EXPECT_THROW(YearMonth(2018, 13), DataError);
    EXPECT_THROW(YearMonth(0, 1), DataError);
}

TEST(YearMonth, OrdersAndPrints) {
    EXPECT_LT(YearMonth(2023, 12), YearMonth(2024, 1));
    EXPECT_EQ(YearMonth(2018, 1).to_string(), "2018-01");
    EXPECT_EQ(fmt::format("{:>8}", YearMonth(2018, 1)), " 2018-01");
    std::ostringstream out;
    out << YearMonth(2018, 1);
    EXPECT_EQ(out.str(), "2018-01");
}

}  // namespace
}  // namespace athanor
