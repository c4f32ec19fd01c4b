#include <limits>

#include <gmock/gmock.h>

#include "dialect_suite/suite.hpp"
#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

}  // namespace

TEST_P(DialectSuite, TextWithNulOrBrokenUtf8IsRefusedWhereverItIsBound) {
    auto connection = engine.connect();
    const auto refused = [&](const std::string& text) {
        const std::vector<Value> values = {Value(text)};
        auto message =
            details_of<DataError>([&] { connection.exec_driver_sql(sql("SELECT ?") + " AS word", values); }).message;
        connection.rollback();
        return message;
    };
    EXPECT_THAT(refused(std::string("ab\0cd", 5)), HasSubstr("NUL"));
    EXPECT_THAT(refused("\xff"), HasSubstr("UTF-8"));
    EXPECT_THAT(refused("\xc0\xaf"), HasSubstr("UTF-8"));
    EXPECT_THAT(refused("\xed\xa0\x80"), HasSubstr("UTF-8"));
    EXPECT_EQ(engine.statistics().connects, 1U);
}

TEST_P(DialectSuite, InfinityIsKeptAndNeverBecomesNull) {
    auto connection = connect();
    const auto echo = statement(sql("SELECT CAST(? AS double precision)"), {{TypeKind::real}}, {{TypeKind::real}});
    const auto infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(query(*connection, echo, {{infinity}}), Rows{{infinity}});
    EXPECT_EQ(query(*connection, echo, {{-infinity}}), Rows{{-infinity}});
    const auto nan = std::numeric_limits<double>::quiet_NaN();
    if (backend->is_server()) {
        const auto value = query(*connection, echo, {{nan}}).at(0).at(0);
        EXPECT_NE(value.as_double(), value.as_double());
    } else {
        EXPECT_THROW(query(*connection, echo, {{nan}}), DataError);
    }
}

TEST_P(DialectSuite, AnIntegerNeverWraps) {
    create_tables();
    auto connection = connect();
    const auto insert = statement(sql("INSERT INTO everything (id, small) VALUES (1, ?)"), {{TypeKind::integer}});
    EXPECT_THROW(run(*connection, insert, {{std::int64_t{1} << 31}}), DataError);
    EXPECT_THROW(run(*connection, insert, {{-(std::int64_t{1} << 31) - 1}}), DataError);
    const auto sum = statement("SELECT sum(n) FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1) AS s", {},
                               {{TypeKind::big_integer}});
    class Reader final : public RowSink {
    public:
        void row(const Cursor& cursor) override { (void)cursor.integer(0); }
    } reader;
    EXPECT_THROW(run(*connection, sum, {}, &reader), DataError);
    EXPECT_EQ(query(*connection, statement("SELECT count(*) FROM everything", {}, {{TypeKind::big_integer}})),
              Rows{{0}});
}

TEST_P(DialectSuite, LengthsCountCharacters) {
    create_tables();
    auto connection = connect();
    const std::string emoji = "\xf0\x9f\x8d\xb0";
    std::string fifty;
    for (int i = 0; i < 50; ++i) {
        fifty += emoji;
    }
    const auto insert =
        statement(sql("INSERT INTO everything (id, name) VALUES (?, ?)"), {{TypeKind::integer}, {TypeKind::text}});
    EXPECT_EQ(run(*connection, insert, {{1, fifty}}), 1);
    if (backend->is_server()) {
        const auto details = details_of<DataError>([&] { run(*connection, insert, {{2, fifty + "x"}}); });
        EXPECT_EQ(details.sqlstate, "22001");
    } else {
        EXPECT_EQ(run(*connection, insert, {{2, fifty + "x"}}), 1) << "SQLite ignores the length";
    }
    EXPECT_EQ(query(*connection, statement("SELECT name FROM everything WHERE id = 1", {}, {{TypeKind::text}})),
              Rows{{fifty}});
}

TEST_P(DialectSuite, ADatabaseWithoutCopySaysSo) {
    if (backend->is_server()) {
        EXPECT_NE(connect()->copy_support(), nullptr);
        return;
    }
    auto connection = engine.connect();
    const auto details = details_of<NotSupportedError>(
        [&] { connection.copy_in("COPY t FROM STDIN", [] { return std::string_view(); }); });
    EXPECT_THAT(details.message, HasSubstr("sqlite has no COPY"));
    EXPECT_THROW(connection.copy_out("COPY t TO STDOUT", [](std::string_view) {}), NotSupportedError);
    EXPECT_FALSE(connection.in_transaction());
}

}  // namespace athanor::testing
