#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

struct DriverOutcome : PostgresDriverTest {
    /// An error of the server with a SQLSTATE of the test's choice.
    static std::string raise(const std::string& state) {
        return "DO $$ BEGIN RAISE EXCEPTION 'made by the test' USING ERRCODE = '" + state + "'; END $$";
    }
};

}  // namespace

TEST_F(DriverOutcome, ALossDuringCommitIsAnErrorOfItsOwn) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer)");
    run(*connection, "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
                     "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$");
    run(*connection, "CREATE CONSTRAINT TRIGGER fatal AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
                     "FOR EACH ROW EXECUTE FUNCTION die()");
    run(*connection, "BEGIN");
    run(*connection, "INSERT INTO t VALUES (1)");
    const auto details = details_of<CommitUnknownError>([&] { run(*connection, "COMMIT"); });
    EXPECT_THAT(details.message, HasSubstr("the outcome is unknown"));
    EXPECT_THAT(details.message, HasSubstr("terminating connection"));
    EXPECT_THAT(details.hint, HasSubstr("look in the database"));
    EXPECT_TRUE(details.outcome_unknown);
    EXPECT_FALSE(details.retryable);
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_EQ(details.statement, "COMMIT");
}

TEST_F(DriverOutcome, ALossThatTheServerReportsBeforeCommitIsNotUnknown) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer)");
    const auto begin = statement("BEGIN");
    const auto insert = statement("INSERT INTO t VALUES (1)");
    const auto die = statement("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)");
    const auto commit = statement("COMMIT");
    std::vector<Execution> list = {execution(begin), execution(insert), execution(die), execution(commit)};
    const auto details = details_of<OperationalError>([&] { connection->execute(list); });
    EXPECT_EQ(details.sqlstate, "57P01");
    EXPECT_FALSE(details.outcome_unknown);
    EXPECT_TRUE(details.retryable);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM t"), "0");
}

TEST_F(DriverOutcome, AChangeOutsideATransactionThatTheServerStoppedIsNotUnknown) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer)");
    const auto details = details_of<OperationalError>([&] {
        run(*connection, "INSERT INTO t SELECT 1 FROM (SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)) s");
    });
    EXPECT_EQ(details.sqlstate, "57P01");
    EXPECT_FALSE(details.outcome_unknown);
    EXPECT_TRUE(details.retryable);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM t"), "0");
}

TEST_F(DriverOutcome, AProcedureThatCommitsByItselfLeavesTheOutcomeUnknown) {
    auto connection = connect();
    run(*connection, "CREATE TABLE t (a integer)");
    run(*connection, "CREATE PROCEDURE half() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; "
                     "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); END $$");
    EXPECT_TRUE(details_of<CommitUnknownError>([&] { run(*connection, "CALL half()"); }).outcome_unknown);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM t"), "1");
}

TEST_F(DriverOutcome, AResultThatIsCutIsAnErrorAndNeverAShorterList) {
    const auto engine = create_engine(database.url());
    auto connection = engine.connect();
    const char* cut = "SELECT i, repeat('x', 100), CASE WHEN i = 50000 THEN pg_terminate_backend(pg_backend_pid()) END "
                      "FROM generate_series(1, 1000000) AS s(i)";
    EXPECT_EQ(details_of<OperationalError>([&] { connection.exec_driver_sql(cut); }).sqlstate, "57P01");
    connection.rollback();
    CollectedRows rows;
    EXPECT_THROW(run(connection, statement(cut), {}, &rows), OperationalError);
    EXPECT_FALSE(rows.rows.empty()) << "the cut was to come in the middle";
    EXPECT_LT(rows.rows.size(), 100'000U);
}

TEST_F(DriverOutcome, AnErrorOfClass08OverALivingConnectionIsNoLoss) {
    auto connection = connect();
    const auto details = details_of<OperationalError>([&] { run(*connection, raise("08006")); });
    EXPECT_EQ(details.sqlstate, "08006");
    EXPECT_FALSE(details.connection_invalidated);
    EXPECT_FALSE(details.retryable);
    EXPECT_TRUE(connection->is_open());
    EXPECT_EQ(value_of(*connection, "SELECT 1"), Value(1));
}

TEST_F(DriverOutcome, AConflictIsRetryableOnTheSameConnection) {
    auto connection = connect();
    for (const auto* state : {"40001", "40P01"}) {
        const auto details = details_of<OperationalError>([&] { run(*connection, raise(state)); });
        EXPECT_TRUE(details.retryable);
        EXPECT_FALSE(details.connection_invalidated);
    }
    EXPECT_TRUE(connection->is_open());
}

TEST_F(DriverOutcome, AServerThatSaysItselfThatTheOutcomeIsUnknownIsBelieved) {
    auto connection = connect();
    for (const auto* state : {"40003", "08007"}) {
        const auto details = details_of<CommitUnknownError>([&] { run(*connection, raise(state)); });
        EXPECT_TRUE(details.outcome_unknown);
        EXPECT_FALSE(details.retryable);
        EXPECT_FALSE(details.connection_invalidated);
    }
}

TEST_F(DriverOutcome, TimeoutsOfTheServerKeepTheConnection) {
    const auto engine = create_engine(database.url());
    run(*connect(), "CREATE TABLE t (a integer)");
    auto holder = engine.connect();
    run(holder, "LOCK TABLE t");
    auto connection = engine.connect();
    run(connection, "SET LOCAL lock_timeout = '100ms'");
    EXPECT_EQ(details_of<OperationalError>([&] { run(connection, "SELECT * FROM t"); }).sqlstate, "55P03");
    EXPECT_THROW(run(connection, "SELECT 1"), PendingRollbackError);
    connection.rollback();
    run(connection, "SET LOCAL statement_timeout = '100ms'");
    const auto details = details_of<OperationalError>([&] { run(connection, "SELECT pg_sleep(10)"); });
    EXPECT_EQ(details.sqlstate, "57014");
    EXPECT_FALSE(details.connection_invalidated);
    connection.rollback();
    EXPECT_EQ(query(connection, statement("SELECT 1")), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 2U);
}

TEST_F(DriverOutcome, IdleTimeoutsOfTheServerAreLosses) {
    auto connection = connect();
    run(*connection, "SET idle_in_transaction_session_timeout = '100ms'");
    run(*connection, "BEGIN");
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    auto details = details_of<OperationalError>([&] { run(*connection, "SELECT 1"); });
    EXPECT_EQ(details.sqlstate, "25P03");
    EXPECT_TRUE(details.connection_invalidated);

    connection = connect();
    run(*connection, "SET idle_session_timeout = '100ms'");
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    details = details_of<OperationalError>([&] { run(*connection, "SELECT 1"); });
    EXPECT_EQ(details.sqlstate, "57P05");
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_FALSE(connection->is_open());
}

}  // namespace athanor::testing
