#include <limits>

#include <gmock/gmock.h>

#include "dialect_suite/suite.hpp"
#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

std::vector<Value> row_of_limits(int id, bool low) {
    using Wide = std::numeric_limits<std::int64_t>;
    using Narrow = std::numeric_limits<std::int32_t>;
    using Real = std::numeric_limits<double>;
    return {id,
            low,
            low ? Narrow::min() : Narrow::max(),
            low ? Wide::min() : Wide::max(),
            low ? -Real::max() : Real::denorm_min(),
            low ? "" : "Gr\xC3\xBC\xC3\x9F \xF0\x9F\x92\xB0 it's \"quoted\"; -- \\",
            "secret",
            low ? "-9999999999.99"_dec : "9999999999.99"_dec,
            low ? Date(1, 1, 1) : Date(9999, 12, 31),
            low ? DateTime::parse("0001-01-01T00:00:00Z") : DateTime::parse("9999-12-31T23:59:59.999999Z"),
            low ? Uuid::nil() : Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff"),
            low ? Bytes() : Bytes{std::byte{0}, std::byte{255}, std::byte{'\''}, std::byte{0}}};
}

}  // namespace

TEST_P(DialectSuite, RoundTripsEveryTypeAtItsLimits) {
    create_tables();
    auto connection = connect();
    const auto& table = everything();
    const auto insert = engine.dialect().compile_insert(table, all_columns(table), false);
    const Rows written = {row_of_limits(1, true), row_of_limits(2, false)};
    EXPECT_EQ(run(*connection, *insert, written), 2);

    const auto select = statement("SELECT * FROM everything ORDER BY id", {}, types_of(table));
    EXPECT_EQ(query(*connection, select), written);
}

TEST_P(DialectSuite, RoundTripsNullInEveryColumn) {
    create_tables();
    auto connection = connect();
    const auto& table = everything();
    const auto insert = engine.dialect().compile_insert(table, all_columns(table), false);
    std::vector<Value> empty(table.columns().size());
    empty[0] = 1;
    run(*connection, *insert, {row_of_limits(7, true), empty, row_of_limits(9, false)});

    const auto select = statement("SELECT * FROM everything WHERE id = 1", {}, types_of(table));
    EXPECT_EQ(query(*connection, select), Rows{empty});
}

TEST_P(DialectSuite, RoundTripsAsParametersAndResultsWithoutATable) {
    auto connection = connect();
    const Type numeric = {TypeKind::numeric, 18, 4};
    const std::vector<Type> types = {
        {TypeKind::boolean}, {TypeKind::big_integer}, {TypeKind::real}, {TypeKind::text}, numeric};
    const auto echo = statement(sql("SELECT ?, ?, ?, ?, ?"), types, types);
    const Rows rows = {{true, -1, 0.1, "x", "0.0001"_dec}};
    EXPECT_EQ(query(*connection, echo, rows), rows);
}

TEST_P(DialectSuite, TakesWholeNumbersWhereANumericIsWanted) {
    auto connection = connect();
    const Type numeric = {TypeKind::numeric, 12, 2};
    const auto echo = statement(sql("SELECT ?"), {numeric}, {numeric});
    EXPECT_EQ(query(*connection, echo, {{7}})[0][0].as_decimal(), "7.00"_dec);
}

TEST_P(DialectSuite, KeepsTheOrderOfTheRows) {
    create_tables();
    auto connection = connect();
    const auto insert = statement(sql("INSERT INTO everything (id) VALUES (?)"), {{TypeKind::integer}});
    for (const int id : {3, 1, 2}) {
        run(*connection, insert, {{id}});
    }
    const auto select = statement("SELECT id FROM everything ORDER BY id DESC", {}, {{TypeKind::integer}});
    EXPECT_EQ(query(*connection, select), (Rows{{3}, {2}, {1}}));
}

TEST_P(DialectSuite, RefusesAValueThatDoesNotFitBeforeSendingIt) {
    create_tables();
    auto connection = connect();
    const auto& table = everything();
    const auto insert = engine.dialect().compile_insert(table, all_columns(table), false);
    const auto refused = [&](std::size_t column, Value value) {
        auto row = row_of_limits(1, false);
        row[column] = std::move(value);
        const auto details = details_of<DataError>([&] { run(*connection, *insert, {row}); });
        EXPECT_EQ(details.statement, insert->sql);
        return details.message;
    };
    EXPECT_THAT(refused(2, std::int64_t{1} << 31), HasSubstr("2147483648 is outside the range of integer"));
    EXPECT_THAT(refused(7, "0.125"_dec), HasSubstr("0.125 does not fit numeric(12, 2)"));
    EXPECT_THAT(refused(7, "10000000000"_dec), HasSubstr("10000000000 does not fit numeric(12, 2)"));
    EXPECT_THAT(refused(5, std::string("a\0b", 3)), HasSubstr("NUL"));
    EXPECT_THAT(refused(5, "\xC0\xAF"), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(refused(5, "\xED\xA0\x80"), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(refused(6, std::string("top\0secret", 10)), HasSubstr("text *** holds a NUL"));
    EXPECT_THAT(refused(2, "7"), HasSubstr("kind text was bound to a parameter of type integer"));
    EXPECT_EQ(query(*connection, statement("SELECT id FROM everything", {}, {{TypeKind::integer}})), Rows{});
}

TEST_P(DialectSuite, NoticesAWrongNumberOfValues) {
    auto connection = connect();
    const auto echo = statement(sql("SELECT ?"), {{TypeKind::integer}});
    EXPECT_THROW(run(*connection, echo, {{1, 2}}), InterfaceError);
    EXPECT_THROW(run(*connection, echo, Rows{{}}), InterfaceError);
    EXPECT_THROW(run(*connection, echo), InterfaceError);
    EXPECT_THROW(run(*connection, echo, {{1}, {2}}), InterfaceError);
}

}  // namespace athanor::testing
