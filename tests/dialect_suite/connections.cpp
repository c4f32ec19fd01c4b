#include <gmock/gmock.h>

#include <athanor/engine/connection.hpp>

#include "dialect_suite/suite.hpp"
#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

const sql::Compiled& insert_food() {
    static const auto insert = statement("INSERT INTO categories (name) VALUES ('Food')");
    return insert;
}

Rows categories_in(const Engine& engine) {
    auto connection = engine.connect();
    return connection.exec_driver_sql("SELECT name FROM categories ORDER BY id").rows;
}

}  // namespace

TEST_P(DialectSuite, CreatesTheTablesOnceAndDropsThem) {
    create_tables();
    create_tables();
    EXPECT_EQ(categories_in(engine), Rows{});
    drop_all(engine, suite_tables());
    EXPECT_THROW(categories_in(engine), DatabaseError);
    drop_all(engine, suite_tables());
}

TEST_P(DialectSuite, ATransactionBeginsByItselfAndWaitsForCommit) {
    create_tables();
    {
        auto connection = engine.connect();
        EXPECT_FALSE(connection.in_transaction());
        run(connection, insert_food());
        EXPECT_TRUE(connection.in_transaction());
    }
    EXPECT_EQ(categories_in(engine), Rows{});
    {
        auto connection = engine.connect();
        run(connection, insert_food());
        connection.commit();
        EXPECT_FALSE(connection.in_transaction());
    }
    EXPECT_EQ(categories_in(engine), (Rows{{"Food"}}));
}

TEST_P(DialectSuite, BeginStatementsAndCommitAreOneRoundTrip) {
    create_tables();
    auto connection = engine.connect();
    const auto before = engine.statistics().driver;
    auto one = execution(insert_food());
    connection.execute_and_commit({&one, 1});
    const auto after = engine.statistics().driver;
    EXPECT_EQ(one.affected, 1);
    EXPECT_EQ(after.round_trips - before.round_trips, 1U);
    EXPECT_EQ(after.executed - before.executed, 3U);
    EXPECT_FALSE(connection.in_transaction());
    EXPECT_EQ(categories_in(engine), (Rows{{"Food"}}));
}

TEST_P(DialectSuite, NothingToCommitSendsNothing) {
    auto connection = engine.connect();
    const auto before = engine.statistics().driver.round_trips;
    connection.commit();
    connection.rollback();
    connection.execute_and_commit({});
    EXPECT_EQ(engine.statistics().driver.round_trips, before);
}

TEST_P(DialectSuite, AFailedTransactionTakesRollbackOnly) {
    create_tables();
    auto connection = engine.connect();
    run(connection, insert_food());
    EXPECT_THROW(run(connection, insert_food()), IntegrityError);
    EXPECT_TRUE(connection.in_transaction());
    EXPECT_THROW(run(connection, insert_food()), PendingRollbackError);
    EXPECT_THROW(connection.commit(), PendingRollbackError);
    connection.rollback();
    EXPECT_FALSE(connection.in_transaction());
    run(connection, insert_food());
    connection.commit();
    EXPECT_EQ(categories_in(engine), (Rows{{"Food"}}));
}

TEST_P(DialectSuite, NothingIsCommittedWhenTheListWithCommitFails) {
    create_tables();
    auto connection = engine.connect();
    std::vector<Execution> list = {execution(insert_food()), execution(insert_food())};
    EXPECT_THROW(connection.execute_and_commit(list), IntegrityError);
    connection.rollback();
    EXPECT_EQ(categories_in(engine), Rows{});
}

TEST_P(DialectSuite, ASinkThatThrowsStopsTheCommit) {
    create_tables();
    class Sink final : public RowSink {
    public:
        void row(const Cursor&) override { throw std::runtime_error("enough"); }
    } sink;
    const auto select = statement("SELECT 1", {}, {{TypeKind::integer}});
    auto connection = engine.connect();
    std::vector<Execution> list = {execution(insert_food()), execution(select, nullptr, &sink)};
    EXPECT_THROW(connection.execute_and_commit(list), std::runtime_error);
    connection.close();
    EXPECT_EQ(categories_in(engine), Rows{});
}

TEST_P(DialectSuite, DriverSqlTakesAndGivesValues) {
    auto connection = engine.connect();
    const std::vector<Value> values = {"text", 42, Value(), std::int64_t{1} << 40};
    const auto result = connection.exec_driver_sql(sql("SELECT ? AS a, ? AS b, ? AS c, ? AS d"), values);
    EXPECT_EQ(result.columns, (std::vector<std::string>{"a", "b", "c", "d"}));
    EXPECT_EQ(result.rows, Rows{values});
}

TEST_P(DialectSuite, DriverSqlNamesTheColumnsAlsoWhereNoRowComes) {
    create_tables();
    auto connection = engine.connect();
    const auto none = connection.exec_driver_sql("SELECT id, name AS called FROM categories WHERE 1 = 0");
    EXPECT_EQ(none.columns, (std::vector<std::string>{"id", "called"}));
    EXPECT_EQ(none.rows, Rows{});
    const auto change = connection.exec_driver_sql("DELETE FROM categories");
    EXPECT_EQ(change.columns, std::vector<std::string>{});
}

TEST_P(DialectSuite, AClosedConnectionSaysSo) {
    auto connection = engine.connect();
    connection.close();
    EXPECT_THROW(connection.exec_driver_sql("SELECT 1"), ResourceClosedError);
    connection.rollback();
    connection.close();
}

TEST_P(DialectSuite, AConnectionIsReusedWithWhatItHasPrepared) {
    const auto echo = statement("SELECT 1", {}, {{TypeKind::integer}});
    for (int i = 0; i < 3; ++i) {
        auto connection = engine.connect();
        run(connection, echo);
        connection.commit();
    }
    EXPECT_EQ(engine.statistics().connects, 1U);
}

}  // namespace athanor::testing
