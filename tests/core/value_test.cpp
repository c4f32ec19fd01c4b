#include <cstdint>
#include <limits>
#include <unordered_set>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/core/value.hpp>

namespace athanor {
namespace {

TEST(Value, TakesTheKindOfWhatItIsMadeFrom) {
    EXPECT_EQ(Value().kind(), ValueKind::null);
    EXPECT_EQ(Value(nullptr).kind(), ValueKind::null);
    EXPECT_EQ(Value(std::nullopt).kind(), ValueKind::null);
    EXPECT_EQ(Value(true).as_bool(), true);
    EXPECT_EQ(Value(42).as_int64(), 42);
    EXPECT_EQ(Value(std::uint8_t{255}).as_int64(), 255);
    EXPECT_EQ(Value(1.5F).as_double(), 1.5);
    EXPECT_EQ(Value("52.50"_dec).as_decimal(), "52.50"_dec);
    EXPECT_EQ(Value("text").as_string(), "text");
    EXPECT_EQ(Value(std::string_view("a\0b", 3)).as_string().size(), 3U);
    EXPECT_EQ(Value(bytes_of("x")).as_bytes(), bytes_of("x"));
    EXPECT_EQ(Value(Date(2024, 2, 29)).as_date(), Date(2024, 2, 29));
    EXPECT_EQ(Value(DateTime()).as_date_time(), DateTime());
    EXPECT_EQ(Value(Uuid::nil()).as_uuid(), Uuid::nil());
}

TEST(Value, TakesAnOptionalAsItsContentOrNull) {
    EXPECT_TRUE(Value(std::optional<int>()).is_null());
    EXPECT_EQ(Value(std::optional<int>(3)).as_int64(), 3);
    EXPECT_EQ(Value(std::optional<std::string>("a")).as_string(), "a");
}

TEST(Value, RefusesAnUnsignedNumberThatSqlCannotHold) {
    EXPECT_EQ(Value(std::uint64_t{INT64_MAX}).as_int64(), INT64_MAX);
    EXPECT_THROW(Value(std::uint64_t{INT64_MAX} + 1), DataError);
}

TEST(Value, NamesBothKindsWhenAskedForTheWrongOne) {
    try {
        Value("text").as_int64();
        FAIL();
    } catch (const InvalidRequestError& error) {
        EXPECT_EQ(error.message(), "a value of kind text was asked for its integer");
    }
    EXPECT_THROW(Value().as_bool(), InvalidRequestError);
    EXPECT_THROW(Value(1).as_double(), InvalidRequestError);
    EXPECT_THROW(Value(1).as_date(), InvalidRequestError);
}

TEST(Value, IsEqualInKindAndContent) {
    EXPECT_EQ(Value(1), Value(std::int64_t{1}));
    EXPECT_NE(Value(1), Value(Decimal(1)));
    EXPECT_NE(Value(1), Value(true));
    EXPECT_EQ(Value("1.0"_dec), Value("1.00"_dec));
    EXPECT_EQ(Value(), Value(nullptr));
    EXPECT_NE(Value(""), Value());
    EXPECT_NE(Value(bytes_of("a")), Value("a"));
}

TEST(Value, EqualOnesShareAHash) {
    const std::unordered_set<Value> seen{1,       1L,      "1.0"_dec,     "1.00"_dec, "a", "a",
                                         nullptr, Value(), bytes_of("a"), 0.0,        -0.0};
    EXPECT_EQ(seen.size(), 6U);
}

TEST(Value, PrintsForLogs) {
    EXPECT_EQ(Value().to_string(), "NULL");
    EXPECT_EQ(Value(true).to_string(), "true");
    EXPECT_EQ(Value(-5).to_string(), "-5");
    EXPECT_EQ(Value(0.1).to_string(), "0.1");
    EXPECT_EQ(Value("52.50"_dec).to_string(), "52.50");
    EXPECT_EQ(Value("it's").to_string(), "'it''s'");
    EXPECT_EQ(Value(bytes_of("\x01\xAB")).to_string(), "x'01ab'");
    EXPECT_EQ(Value(Date(2024, 2, 29)).to_string(), "2024-02-29");
    EXPECT_EQ(Value(Uuid::nil()).to_string(), "00000000-0000-0000-0000-000000000000");
}

TEST(Value, KeepsTextOnOneLineAndHarmlessToATerminal) {
    EXPECT_EQ(Value("a\nb\r\t\x1b[31m\x7f").to_string(), R"('a\nb\r\t\x1b[31m\x7f')");
    EXPECT_EQ(Value(std::string_view("a\0b", 3)).to_string(), R"('a\x00b')");
    EXPECT_EQ(Value("\xC3\xA9 \xFF").to_string(), "'\xC3\xA9 \\xff'");
    EXPECT_EQ(Value("\xC2\x9B").to_string(), R"('\x9b')");
}

TEST(Value, CutsLongTextAndCountsTheRest) {
    const std::string exact(300, 'x');
    EXPECT_EQ(Value(exact).to_string(), "'" + exact + "'");
    EXPECT_EQ(Value(exact + "yz").to_string(), "'" + exact + "'... (2 more characters)");
    std::string accents;
    for (int i = 0; i < 301; ++i) {
        accents += "\xC3\xA9";
    }
    EXPECT_EQ(Value(accents).to_string(), "'" + accents.substr(0, 600) + "'... (1 more characters)");
    EXPECT_TRUE(Value(Bytes(301)).to_string().ends_with("'... (1 more bytes)"));
}

}  // namespace
}  // namespace athanor
