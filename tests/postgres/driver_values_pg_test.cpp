#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

struct DriverValues : PostgresDriverTest {
    std::unique_ptr<DriverConnection> connection = connect();
    std::string state_of(const std::string& sql) {
        return details_of<DataError>([&] { run(*connection, sql); }).sqlstate;
    }
};

}  // namespace

TEST_F(DriverValues, WhatTheServerRefusesOfAValueIsADataError) {
    EXPECT_EQ(state_of("SELECT convert_from('\\xff'::bytea, 'UTF8')"), "22021");
    EXPECT_EQ(state_of("SELECT 2147483647::int4 + 1"), "22003");
    EXPECT_EQ(state_of("SELECT 9223372036854775807::int8 + 1"), "22003");
    EXPECT_EQ(state_of("SELECT 2147483648::int8::int4"), "22003");
    EXPECT_EQ(state_of("SELECT 'Infinity'::float8::numeric(12, 2)"), "22003");
    EXPECT_EQ(state_of("SELECT 'word'::integer"), "22P02");
    EXPECT_EQ(state_of("SELECT '2026-02-30'::date"), "22008");
    EXPECT_EQ(state_of("SELECT 1 / 0"), "22012");
    EXPECT_EQ(state_of("SELECT '{\"a\": \"\\u0000\"}'::jsonb"), "22P05");
    EXPECT_EQ(state_of("SELECT '{\"a\": \"\\ud800\"}'::jsonb"), "22P02");
    EXPECT_EQ(state_of("SELECT 'a' ~ '('"), "2201B");
    EXPECT_EQ(value_of(*connection, "SELECT '{\"a\": \"\\u0000\"}'::json").as_string(), "{\"a\": \"\\u0000\"}");
    EXPECT_TRUE(connection->is_open());
}

TEST_F(DriverValues, VarcharCountsCharactersAndForgivesOnlyBlanks) {
    run(*connection, "CREATE TABLE t (a varchar(3))");
    const auto insert = statement("INSERT INTO t VALUES ($1) RETURNING a", {{TypeKind::text}});
    EXPECT_EQ(details_of<DataError>([&] { query(*connection, insert, {{"abcd"}}); }).sqlstate, "22001");
    EXPECT_EQ(query(*connection, insert, {{"abc   "}}), Rows{{"abc"}});
    const std::string cakes = "\xf0\x9f\x8d\xb0\xf0\x9f\x8d\xb0\xf0\x9f\x8d\xb0";
    EXPECT_EQ(query(*connection, insert, {{cakes}}), Rows{{cakes}});
    EXPECT_EQ(value_of(*connection, "SELECT CAST('abcd' AS varchar(3))"), Value("abc"));
}

TEST_F(DriverValues, AsManyParametersAsTheProtocolCountsAreSent) {
    std::string text = "SELECT $1 + $65535";
    const auto wide = statement(text, std::vector<Type>(65'535, Type{TypeKind::integer}), {{TypeKind::integer}});
    EXPECT_EQ(query(*connection, wide, {std::vector<Value>(65'535, 2)}), Rows{{4}});
}

TEST_F(DriverValues, AMillionRowsPassWithoutBeingGathered) {
    class Counter final : public RowSink {
    public:
        void row(const Cursor& cursor) override { sum += cursor.integer(0); }
        std::int64_t sum = 0;
    } counter;
    run(*connection, statement("SELECT * FROM generate_series(1, 1000000)"), {}, &counter);
    EXPECT_EQ(counter.sum, 500'000'500'000);
}

}  // namespace athanor::testing
