#include <sstream>
#include <type_traits>
#include <unordered_set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/date_time.hpp>
#include <athanor/core/error.hpp>

namespace athanor {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;
using std::chrono::sys_seconds;
using std::chrono::sys_time;

TEST(DateTime, AlwaysPrintsTheSameWidth) {
    EXPECT_EQ(DateTime().to_string(), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(DateTime::parse("2026-11-22T10:20:30Z").to_string(), "2026-11-22T10:20:30.000000Z");
    EXPECT_EQ(DateTime::parse("2026-11-22T10:20:30.123456Z").to_string(), "2026-11-22T10:20:30.123456Z");
    EXPECT_EQ(DateTime::from_microseconds_since_epoch(-1).to_string(), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(DateTime::from_microseconds_since_epoch(DateTime::min_microseconds).to_string(),
              "0001-01-01T00:00:00.000000Z");
    EXPECT_EQ(DateTime::from_microseconds_since_epoch(DateTime::max_microseconds).to_string(),
              "9999-12-31T23:59:59.999999Z");
}

TEST(DateTime, ReadsIso8601) {
    const auto expected = DateTime(Date(2026, 11, 22)) + 10h + 20min + 30s;
    EXPECT_EQ(DateTime::parse("2026-11-22T10:20:30"), expected);
    EXPECT_EQ(DateTime::parse("2026-11-22 10:20:30"), expected);
    EXPECT_EQ(DateTime::parse("2026-11-22 10:20:30Z"), expected);
    EXPECT_EQ(DateTime::parse("2026-11-22T12:20:30+02:00"), expected);
    EXPECT_EQ(DateTime::parse("2026-11-22T04:50:30-05:30"), expected);
    EXPECT_EQ(DateTime::parse("2026-11-22T10:20:30.5"), expected + 500ms);
    EXPECT_EQ(DateTime::parse("2026-11-22T10:20:30.000001+00:00"), expected + 1us);
}

TEST(DateTime, RefusesWhatIsNoInstant) {
    for (const char* text : {"",
                             "2026-11-22",
                             "2026-11-22T10:20",
                             "2026-02-30T10:20:30Z",
                             "2026-11-22t10:20:30Z",
                             "2026-11-22T24:00:00Z",
                             "2026-11-22T10:60:00Z",
                             "2026-11-22T10:20:60Z",
                             "2026-11-22T10:20:30.",
                             "2026-11-22T10:20:30.Z",
                             "2026-11-22T10:20:30.1234567Z",
                             "2026-11-22T10:20:30+2",
                             "2026-11-22T10:20:30+02",
                             "2026-11-22T10:20:30+0200",
                             "2026-11-22T10:20:30+24:00",
                             "2026-11-22T10:20:30+02:60",
                             "2026-11-22T10:20:30Z ",
                             "2026-11-22T10-20-30Z",
                             "2026-11-22T1a:20:30Z",
                             "2026-11-22T10:20:30ZZ",
                             "0001-01-01T00:00:00+00:01",
                             "9999-12-31T23:59:59-00:01"}) {
        EXPECT_FALSE(DateTime::try_parse(text)) << text;
        EXPECT_THROW(DateTime::parse(text), DataError) << text;
    }
}

TEST(DateTime, ComesImplicitlyFromCoarserTimePoints) {
    const DateTime from_seconds = sys_seconds(1s);
    const DateTime from_microseconds = sys_time<microseconds>(1us);
    const DateTime from_days = std::chrono::sys_days(Date(2024, 2, 29));
    EXPECT_EQ(from_seconds.microseconds_since_epoch(), 1'000'000);
    EXPECT_EQ(from_microseconds.microseconds_since_epoch(), 1);
    EXPECT_EQ(from_days, DateTime(Date(2024, 2, 29)));
    static_assert(!std::is_convertible_v<sys_time<std::chrono::duration<double>>, DateTime>);
    static_assert(!std::is_convertible_v<Date, DateTime>);
}

TEST(DateTime, CutsTheSystemClockTowardsThePast) {
    using Clock = std::chrono::system_clock;
    EXPECT_EQ(DateTime(Clock::time_point(1999ns)).microseconds_since_epoch(), 1);
    EXPECT_EQ(DateTime(Clock::time_point(-1ns)).microseconds_since_epoch(), -1);
    const auto before = Clock::now() - 1us;
    const auto now = DateTime::now();
    EXPECT_LE(DateTime(before), now);
    EXPECT_LE(now, DateTime(Clock::now()));
}

TEST(DateTime, RefusesTimePointsOutsideItsYears) {
    EXPECT_THROW(DateTime{sys_seconds::max()}, DataError);
    EXPECT_THROW(DateTime{sys_seconds::min()}, DataError);
    EXPECT_THROW(DateTime{sys_time<std::chrono::years>::max()}, DataError);
    EXPECT_THROW(DateTime::from_microseconds_since_epoch(DateTime::max_microseconds + 1), DataError);
    EXPECT_THROW(DateTime::from_microseconds_since_epoch(DateTime::min_microseconds - 1), DataError);
    EXPECT_THROW(DateTime() + microseconds::max(), DataError);
    EXPECT_THROW(DateTime() - microseconds::min(), DataError);
    EXPECT_THROW(DateTime(Date(9999, 12, 31)) + 24h, DataError);
}

TEST(DateTime, CountsInDurations) {
    const auto noon = DateTime(Date(2024, 2, 29)) + 12h;
    EXPECT_EQ(noon + 12h, DateTime(Date(2024, 3, 1)));
    EXPECT_EQ(noon - 13h, DateTime::parse("2024-02-28T23:00:00Z"));
    EXPECT_EQ(1s + noon - noon, 1s);
    auto moved = noon;
    moved += 1min;
    moved -= 30s;
    EXPECT_EQ(moved - noon, 30s);
    EXPECT_GT(moved, noon);
    EXPECT_GE(DateTime::now(), std::chrono::system_clock::now() - 24h);
}

TEST(DateTime, GivesDayAndTimePoint) {
    EXPECT_EQ(DateTime::parse("2024-02-29T23:59:59.999999Z").date(), Date(2024, 2, 29));
    EXPECT_EQ(DateTime::from_microseconds_since_epoch(-1).date(), Date(1969, 12, 31));
    EXPECT_EQ(DateTime(sys_seconds(5s)).time_point(), sys_seconds(5s));
}

TEST(DateTime, SurvivesPrintingAndReadingOverItsWholeRange) {
    const auto step = (DateTime::max_microseconds - DateTime::min_microseconds) / 9'973;
    for (auto at = DateTime::min_microseconds; at < DateTime::max_microseconds - step; at += step) {
        const auto time = DateTime::from_microseconds_since_epoch(at);
        ASSERT_EQ(DateTime::parse(time.to_string()), time);
    }
}

TEST(DateTime, HashesAndPrints) {
    const std::unordered_set<DateTime> seen{DateTime(), DateTime(), DateTime() + 1us};
    EXPECT_EQ(seen.size(), 2U);
    EXPECT_EQ(fmt::format("{:>30}", DateTime()), "   1970-01-01T00:00:00.000000Z");
    std::ostringstream out;
    out << DateTime();
    EXPECT_EQ(out.str(), "1970-01-01T00:00:00.000000Z");
}

}  // namespace
}  // namespace athanor
