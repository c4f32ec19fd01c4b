#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/connection_settings.hpp"
#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct DriverStatements : PostgresDriverTest {
    static Rows names(DriverConnection& connection) {
        // Without a name of its own, so that it does not list itself.
        auto select = statement("SELECT name FROM pg_prepared_statements ORDER BY name");
        select.id = 0;
        return query(connection, select);
    }
    static std::int64_t prepared_in_server(DriverConnection& connection) {
        return static_cast<std::int64_t>(names(connection).size());
    }
};

}  // namespace

TEST_F(DriverStatements, NoMoreStayPreparedThanTheOptionSays) {
    EngineOptions options;
    options.statement_cache_size = 10;
    auto connection = connect(options);
    const auto first = statement("SELECT 'first'");
    run(*connection, first);
    for (int i = 0; i < 100; ++i) {
        run(*connection, "SELECT " + std::to_string(i));
        EXPECT_LE(prepared_in_server(*connection), 10);
    }
    EXPECT_EQ(query(*connection, first), Rows{{"first"}});
}

TEST_F(DriverStatements, InsideATransactionWhatDoesNotFitAnyMoreRunsWithoutAName) {
    EngineOptions options;
    options.statement_cache_size = 5;
    auto connection = connect(options);
    run(*connection, "BEGIN");
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(value_of(*connection, "SELECT " + std::to_string(i)), Value(i));
        EXPECT_LE(prepared_in_server(*connection), 5);
    }
    run(*connection, "COMMIT");
}

TEST_F(DriverStatements, AsManyAsTheOptionSaysStayPreparedWhileTheyAreUsed) {
    EngineOptions options;
    options.statement_cache_size = 3;
    auto connection = connect(options);
    const std::vector<sql::Compiled> three = {statement("SELECT 1"), statement("SELECT 2"), statement("SELECT 3")};
    for (int i = 0; i < 10; ++i) {
        for (const auto& one : three) {
            run(*connection, one);
        }
    }
    EXPECT_EQ(connection->statistics().prepared, 3U);
}

TEST_F(DriverStatements, ANameIsNeverUsedTwice) {
    EngineOptions options;
    options.statement_cache_size = 2;
    auto connection = connect(options);
    std::set<std::string> seen;
    const auto note_names = [&] {
        for (const auto& row : names(*connection)) {
            seen.insert(row[0].as_string());
        }
    };
    const auto again = statement("SELECT 'again'");
    for (int i = 0; i < 20; ++i) {
        run(*connection, again);
        note_names();
        run(*connection, "SELECT " + std::to_string(i));
        note_names();
    }
    EXPECT_EQ(seen.size(), connection->statistics().prepared);
    EXPECT_GT(seen.size(), 20U);

    auto other = connect(options);
    run(*other, again);
    EXPECT_FALSE(seen.contains(names(*other).at(0)[0].as_string()));
}

TEST_F(DriverStatements, BehindATransactionPoolerNothingHasAName) {
    EngineOptions options;
    options.pooler = Pooler::transaction;
    auto connection = connect(options);
    const auto echo = statement("SELECT $1", {{TypeKind::integer}}, {{TypeKind::integer}});
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(query(*connection, echo, {{i}}), Rows{{i}});
    }
    EXPECT_THAT(names(*connection), IsEmpty());
    EXPECT_EQ(connection->statistics().prepared, 0U);
}

TEST_F(DriverStatements, ManyRowsBehindAPoolerAreParsedOnce) {
    EngineOptions options;
    options.pooler = Pooler::transaction;
    auto connection = connect(options);
    run(*connection, "CREATE TABLE t (a integer)");
    auto insert = statement("INSERT INTO t VALUES ($1)", {{TypeKind::integer}});
    insert.rows = sql::Compiled::Rows::loop;
    EXPECT_EQ(run(*connection, insert, {{1}, {2}, {3}}), 3);
    EXPECT_EQ(connection->statistics().prepared, 1U);
    EXPECT_THAT(names(*connection), IsEmpty());
    EXPECT_EQ(value_of(*connection, "SELECT sum(a) FROM t"), Value(6));
}

TEST(TransactionPooler, IsKnownFromTheUrlOrTheOption) {
    const auto known = [](const char* url, Pooler pooler = Pooler::automatic) {
        EngineOptions options;
        options.pooler = pooler;
        return postgresql::behind_transaction_pooler(make_url(url), options);
    };
    EXPECT_TRUE(known("postgresql://ep-cool-rain-123-pooler.eu-central-1.aws.neon.tech/db"));
    EXPECT_TRUE(known("postgresql://localhost/db?pgbouncer=true"));
    EXPECT_TRUE(known("postgresql:///db?host=a,b-pooler.example"));
    EXPECT_FALSE(known("postgresql://ep-cool-rain-123.eu-central-1.aws.neon.tech/db"));
    EXPECT_FALSE(known("postgresql://db.my-pooler.example/db"));
    EXPECT_FALSE(known("postgresql://x-pooler/db?pgbouncer=false"));
    EXPECT_FALSE(known("postgresql://x-pooler/db", Pooler::none));
    EXPECT_TRUE(known("postgresql://localhost/db", Pooler::transaction));
}

TEST_F(DriverStatements, AChangedTableIsNoticedAndTheListSentOnceMore) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer)");
    run(*connection, "INSERT INTO t VALUES (1)");
    const auto select = statement("SELECT * FROM t");
    EXPECT_EQ(query(*connection, select), Rows{{1}});
    database.execute("ALTER TABLE t ADD COLUMN b text DEFAULT 'new'");
    EXPECT_EQ(query(*connection, select), (Rows{{1, "new"}}));
    EXPECT_EQ(query(*connection, select), (Rows{{1, "new"}}));
}

TEST_F(DriverStatements, AListThatBeginsItsTransactionIsRepeatedWithIt) {
    const auto engine = create_engine(database.url());
    auto connection = engine.connect();
    run(connection, "CREATE TABLE t (a integer)");
    connection.commit();
    const auto insert = statement("INSERT INTO t VALUES (1) RETURNING *");
    run(connection, insert);
    connection.commit();
    database.execute("ALTER TABLE t ADD COLUMN b integer DEFAULT 7");
    EXPECT_EQ(query(connection, insert), (Rows{{1, 7}}));
    EXPECT_TRUE(connection.in_transaction());
    connection.commit();
    EXPECT_EQ(database.scalar("SELECT count(*) FROM t"), "2");
}

TEST_F(DriverStatements, InsideATransactionAChangedTableIsAnErrorThatMayBeRetried) {
    const auto engine = create_engine(database.url());
    auto connection = engine.connect();
    run(connection, "CREATE TABLE t (a integer)");
    connection.commit();
    const auto select = statement("SELECT * FROM t");
    run(connection, select);
    connection.rollback();
    run(connection, "SELECT 1");
    database.execute("ALTER TABLE t ADD COLUMN b integer");
    const auto details = details_of<NotSupportedError>([&] { run(connection, select); });
    EXPECT_EQ(details.sqlstate, "0A000");
    EXPECT_TRUE(details.retryable);
    EXPECT_FALSE(details.connection_invalidated);
    EXPECT_THAT(details.hint, HasSubstr("changed"));
    connection.rollback();
    run(connection, "SELECT 1");
    EXPECT_THAT(query(connection, select), IsEmpty());
}

TEST_F(DriverStatements, AfterDiscardAllStatementsArePreparedAnew) {
    auto connection = connect();
    const auto echo = statement("SELECT $1", {{TypeKind::integer}}, {{TypeKind::integer}});
    EXPECT_EQ(query(*connection, echo, {{1}}), Rows{{1}});
    run(*connection, "DISCARD ALL");
    EXPECT_EQ(query(*connection, echo, {{2}}), Rows{{2}});
    EXPECT_EQ(query(*connection, echo, {{3}}), Rows{{3}});
}

}  // namespace athanor::testing
