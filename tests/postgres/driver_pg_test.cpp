#include <random>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

using PostgresDriver = PostgresDriverTest;

}  // namespace

TEST_F(PostgresDriver, TheSessionIsUtcUtf8AndNamed) {
    database.execute("ALTER DATABASE " + database.name() + " SET timezone = 'Asia/Tokyo'");
    auto connection = connect();
    EXPECT_EQ(value_of(*connection, "SHOW TimeZone").as_string(), "UTC");
    EXPECT_EQ(value_of(*connection, "SHOW client_encoding").as_string(), "UTF8");
    EXPECT_EQ(value_of(*connection, "SHOW application_name").as_string(), "athanor");
    EXPECT_EQ(value_of(*connect({}, "?application_name=mine"), "SHOW application_name").as_string(), "mine");
    EXPECT_THAT(connection->server_version(), ::testing::MatchesRegex("[0-9]+\\.[0-9]+"));
}

TEST_F(PostgresDriver, NumericsTravelExactly) {
    auto connection = connect();
    const auto echo = statement("SELECT $1, CAST($1 AS text)", {{TypeKind::numeric}});
    const auto check = [&](const Decimal& value) {
        const auto row = query(*connection, echo, {{value}}).at(0);
        EXPECT_EQ(row[0].as_decimal().to_string(), value.to_string());
        EXPECT_EQ(row[1].as_string(), value.to_string());
    };
    for (const auto& text : {"0", "0.00", "1", "-1", "10000", "0.0001", "0.00010000", "12345.6789", "-99999999.99",
                             "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
                             "1234567890123456789.0123456789012345678"}) {
        check(Decimal::parse(text));
    }
    std::mt19937_64 random(7);
    for (int i = 0; i < 500; ++i) {
        check(
            Decimal::from_units(static_cast<std::int64_t>(random()) >> random() % 60, static_cast<int>(random() % 19)));
    }
}

TEST_F(PostgresDriver, ArraysKeepNullsAndLimits) {
    auto connection = connect();
    auto unnest =
        statement("SELECT a, b FROM unnest($1::numeric[], $2::text[]) WITH ORDINALITY AS d(a, b, n) ORDER BY n",
                  {{TypeKind::numeric, 12, 2}, {TypeKind::text}});
    unnest.rows = sql::Compiled::Rows::arrays;
    const Rows rows = {{"1.00"_dec, ""}, {Value(), "x"}, {"-3.50"_dec, Value()}};
    EXPECT_EQ(query(*connection, unnest, rows), rows);
}

TEST_F(PostgresDriver, WhatADecimalOrDateCannotHoldIsAnError) {
    auto connection = connect();
    const auto complaint = [&](const std::string& sql) {
        return details_of<DataError>([&] { value_of(*connection, sql); }).message;
    };
    EXPECT_THAT(complaint("SELECT 'NaN'::numeric"), HasSubstr("NaN"));
    EXPECT_THAT(complaint("SELECT '-Infinity'::numeric"), HasSubstr("infinite"));
    EXPECT_THAT(complaint("SELECT 10::numeric ^ 40"), HasSubstr("38 digits"));
    EXPECT_THAT(complaint("SELECT 1.5 / 10::numeric ^ 45"), HasSubstr("38 digits"));
    EXPECT_THAT(complaint("SELECT 'infinity'::date"), HasSubstr("infinite"));
    EXPECT_THAT(complaint("SELECT '-infinity'::timestamptz"), HasSubstr("infinite"));
    EXPECT_NE(complaint("SELECT '0044-03-15 BC'::date"), "");
    EXPECT_EQ(value_of(*connection, "SELECT 12345678901234567890123456789.0000000000").as_decimal(),
              Decimal::parse("12345678901234567890123456789"));
    EXPECT_EQ(value_of(*connection, "SELECT 'seen'"), Value("seen"));
}

TEST_F(PostgresDriver, ReadsTypesOfTheServersOwn) {
    auto connection = connect();
    run(*connection, "CREATE TYPE mood AS ENUM ('calm', 'merry')");
    EXPECT_EQ(value_of(*connection, "SELECT 'merry'::mood").as_string(), "merry");
    EXPECT_EQ(value_of(*connection, "SELECT '{\"a\": 1}'::jsonb").as_string(), "{\"a\": 1}");
    EXPECT_EQ(value_of(*connection, "SELECT 7::smallint").as_int64(), 7);
    EXPECT_EQ(value_of(*connection, "SELECT 1.5::real").as_double(), 1.5);
    EXPECT_EQ(value_of(*connection, "SELECT pg_catalog.current_database()::name").as_string(), database.name());
    EXPECT_EQ(value_of(*connection, "SELECT '\\x00ff'::bytea").as_bytes(), (Bytes{std::byte{0}, std::byte{255}}));
}

TEST_F(PostgresDriver, AKilledBackendIsALostConnection) {
    auto connection = connect();
    run(*connection, "SELECT 1");
    EXPECT_TRUE(connection->probe());
    kill_others();
    const auto details = details_of<OperationalError>([&] { run(*connection, "SELECT 1"); });
    EXPECT_EQ(details.sqlstate, "57P01");
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_FALSE(connection->is_open());
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_TRUE(details_of<OperationalError>([&] { run(*connection, "SELECT 1"); }).connection_invalidated);
}

TEST_F(PostgresDriver, AProbeNoticesADeadConnectionWithoutARoundTrip) {
    auto connection = connect();
    run(*connection, "SELECT 1");
    const auto trips = connection->statistics().round_trips;
    kill_others();
    EXPECT_FALSE(connection->probe());
    EXPECT_EQ(connection->statistics().round_trips, trips);
}

TEST_F(PostgresDriver, PrePingHidesADeadConnectionFromItsUser) {
    EngineOptions options;
    options.pool_pre_ping = true;
    const auto engine = create_engine(database.url(), options);
    engine.connect().exec_driver_sql("SELECT 1");
    kill_others();
    EXPECT_EQ(engine.connect().exec_driver_sql("SELECT 2").rows, Rows{{2}});
    EXPECT_EQ(engine.statistics().connects, 2U);
}

TEST_F(PostgresDriver, WithoutPrePingThereIsOneErrorAndThenAllIsWell) {
    const auto engine = create_engine(database.url());
    engine.connect().exec_driver_sql("SELECT 1");
    kill_others();
    EXPECT_EQ(details_of<OperationalError>([&] { engine.connect().exec_driver_sql("SELECT 2"); }).sqlstate, "57P01");
    EXPECT_EQ(engine.connect().exec_driver_sql("SELECT 2").rows, Rows{{2}});
}

TEST_F(PostgresDriver, ALossInsideATransactionWaitsForRollbackAndThenReconnects) {
    const auto engine = create_engine(database.url());
    auto connection = engine.connect();
    connection.exec_driver_sql("CREATE TABLE t (a integer)");
    connection.commit();
    connection.exec_driver_sql("INSERT INTO t VALUES (1)");
    kill_others();
    EXPECT_THROW(connection.exec_driver_sql("INSERT INTO t VALUES (2)"), OperationalError);
    EXPECT_THROW(connection.exec_driver_sql("INSERT INTO t VALUES (3)"), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(connection.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
}

TEST_F(PostgresDriver, ACommitAnsweredWithRollbackIsNeverASuccess) {
    auto connection = connect();
    run(*connection, "BEGIN");
    EXPECT_THROW(run(*connection, "SELECT 1 / 0"), DataError);
    EXPECT_TRUE(connection->in_transaction());
    EXPECT_THAT(details_of<InternalError>([&] { run(*connection, "COMMIT"); }).message, HasSubstr("nothing was saved"));
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(value_of(*connection, "SELECT 1"), Value(1));
}

TEST_F(PostgresDriver, ADeferredConstraintFailsTheCommit) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer, CONSTRAINT uq_t_a UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)");
    run(*connection, "BEGIN");
    run(*connection, "INSERT INTO t VALUES (1), (1)");
    EXPECT_EQ(details_of<IntegrityError>([&] { run(*connection, "COMMIT"); }).constraint, "uq_t_a");
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(value_of(*connection, "SELECT count(*) FROM t"), Value(0));
}

TEST_F(PostgresDriver, ADeferredConstraintFailsAStatementWithoutATransaction) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer, CONSTRAINT uq_t_a UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)");
    EXPECT_EQ(details_of<IntegrityError>([&] { run(*connection, "INSERT INTO t VALUES (1), (1)"); }).constraint,
              "uq_t_a");
    EXPECT_EQ(value_of(*connection, "SELECT count(*) FROM t"), Value(0));
}

TEST_F(PostgresDriver, AStatementBehindAFailedOneIsPreparedWhenItIsNeeded) {
    auto connection = connect();
    const auto bad = statement("SELECT 1 / 0");
    const auto good = statement("SELECT 42");
    std::vector<Execution> list = {execution(bad), execution(good)};
    EXPECT_THROW(connection->execute(list), DataError);
    EXPECT_EQ(query(*connection, good), Rows{{42}});
}

TEST_F(PostgresDriver, TooManyParametersAreCountedBeforeAnythingIsSent) {
    auto connection = connect();
    const auto wide = statement("SELECT 1", std::vector<Type>(65'536, Type{TypeKind::integer}));
    EXPECT_THAT(details_of<InterfaceError>([&] { run(*connection, wide, {std::vector<Value>(65'536, 1)}); }).message,
                HasSubstr("65535"));
    EXPECT_TRUE(connection->is_open());
}

}  // namespace athanor::testing
