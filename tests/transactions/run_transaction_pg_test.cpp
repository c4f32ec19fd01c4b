#include <atomic>
#include <barrier>
#include <thread>

#include "accounts.hpp"
#include "support/postgres.hpp"

namespace transactions {
namespace {

using athanor::testing::PostgresDatabase;

class RunTransactionOnPostgresql : public ::testing::Test {
protected:
    void SetUp() override { fill(engine); }

    PostgresDatabase database;
    Engine engine = create_engine(database.url());
};

TEST_F(RunTransactionOnPostgresql, ARealDeadlockEndsWithBothTransfersDone) {
    std::barrier both(2);
    std::atomic<int> runs{0};
    const auto transfer = [&](const char* from, const char* to) {
        bool first = true;
        run_transaction(engine, [&](Session& session) {
            ++runs;
            add_to(session, from, -10);
            if (std::exchange(first, false)) {
                both.arrive_and_wait();  // each holds one row now, and wants the other's
            }
            add_to(session, to, 10);
        });
    };
    std::thread there(transfer, "Ann", "Bob");
    transfer("Bob", "Ann");
    there.join();
    EXPECT_EQ(runs, 3) << "one of them was chosen to give way";
    EXPECT_EQ(balance_of(engine, "Ann"), 100);
    EXPECT_EQ(balance_of(engine, "Bob"), 100);
}

TEST_F(RunTransactionOnPostgresql, ASerializationFailureIsRunAgainOnWhatIsThereNow) {
    int runs = 0;
    const int seen_last = run_transaction(engine, [&](Session& session) {
        session.connection().exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        const int seen = balance_of(session, "Ann");
        if (++runs == 1) {
            run_transaction(engine, [](Session& other) { add_to(other, "Ann", 50); });
        }
        add_to(session, "Ann", 1);
        return seen;
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(seen_last, 150);
    EXPECT_EQ(balance_of(engine, "Ann"), 151);
}

/// Fails with an SQLSTATE until it was called so often: what a sequence gave is not taken back.
class FailingServer : public RunTransactionOnPostgresql {
protected:
    void SetUp() override {
        RunTransactionOnPostgresql::SetUp();
        database.execute(
            "CREATE SEQUENCE calls;"
            "CREATE FUNCTION fail_until(wanted bigint, state text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('calls') <= wanted THEN RAISE EXCEPTION 'made to fail' USING ERRCODE = state; END "
            "IF; END $$");
    }
    void run(int failures, const std::string& state, const RetryOptions& options) {
        run_transaction(
            engine,
            [&](Session& session) {
                add_to(session, "Ann", 1);
                const Value parameters[] = {failures, state};
                session.connection().exec_driver_sql("SELECT fail_until($1, $2)", parameters);
            },
            options);
    }
    [[nodiscard]] std::string calls() { return database.scalar("SELECT last_value FROM calls"); }
};

TEST_F(FailingServer, FourConflictsAreFollowedByASuccess) {
    for (const char* state : {"40001", "40P01"}) {
        database.execute("ALTER SEQUENCE calls RESTART");
        run(4, state, {.max_retries = 4, .backoff = 0.001});
        EXPECT_EQ(calls(), "5");
    }
    EXPECT_EQ(balance_of(engine, "Ann"), 102);
}

TEST_F(FailingServer, AfterTheLastRetryTheOriginalErrorComesOut) {
    try {
        run(100, "40001", {.max_retries = 2, .backoff = 0.001});
        FAIL();
    } catch (const OperationalError& error) {
        EXPECT_EQ(error.details().sqlstate, "40001");
        EXPECT_EQ(error.message(), "made to fail");
    }
    EXPECT_EQ(calls(), "3");
    EXPECT_EQ(balance_of(engine, "Ann"), 100);
}

TEST_F(FailingServer, OtherErrorsAreNotRunAgain) {
    EXPECT_THROW(run(100, "22012", {}), DataError);
    EXPECT_EQ(calls(), "1");
}

TEST_F(RunTransactionOnPostgresql, AConnectionThatIsCutBeforeCommitIsReplacedIfTheWorkIsRepeatable) {
    int runs = 0;
    const auto work = [&](Session& session) {
        add_to(session, "Ann", 1);
        if (++runs == 1) {
            const auto pid = session.connection().exec_driver_sql("SELECT pg_backend_pid()").rows[0][0].as_int64();
            database.execute("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
        }
        add_to(session, "Bob", 1);
    };
    EXPECT_THROW(run_transaction(engine, work), OperationalError);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(balance_of(engine, "Ann"), 100);
    runs = 0;
    run_transaction(engine, work, {.repeatable = true});
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(balance_of(engine, "Ann"), 101);
    EXPECT_EQ(balance_of(engine, "Bob"), 101);
}

}  // namespace
}  // namespace transactions
