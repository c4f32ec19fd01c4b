#include <csignal>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>

#include "dialects/postgresql/notices.hpp"
#include "dialects/postgresql/server_wait.hpp"
#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

/// Stops the process that serves a connection, as a machine that is out of breath does, until the end of its life.
class FrozenServer {
public:
    explicit FrozenServer(DriverConnection& connection)
        : process_(static_cast<pid_t>(value_of(connection, "SELECT pg_backend_pid()").as_int64())) {
        EXPECT_EQ(kill(process_, SIGSTOP), 0);
    }
    ~FrozenServer() { kill(process_, SIGCONT); }
    FrozenServer(const FrozenServer&) = delete;
    FrozenServer& operator=(const FrozenServer&) = delete;

private:
    pid_t process_;
};

struct DriverSilence : PostgresDriverTest {
    static EngineOptions half_a_second() {
        EngineOptions options;
        options.statement_timeout = 0.5;
        return options;
    }
};

}  // namespace

TEST_F(DriverSilence, AFrozenServerIsGivenUpWhenItsOwnTimeoutShouldHaveCome) {
    auto connection = connect(half_a_second());
    const auto one = statement("SELECT 1");
    run(*connection, one);
    const FrozenServer frozen(*connection);
    const auto begin = Clock::now();
    const auto details = details_of<OperationalError>([&] { run(*connection, one); });
    const auto waited = Clock::now() - begin;
    EXPECT_GE(waited, std::chrono::milliseconds(1500));
    EXPECT_LT(waited, std::chrono::seconds(5));
    EXPECT_THAT(details.message, HasSubstr("did not answer within 1.5 s"));
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_FALSE(details.outcome_unknown);
    EXPECT_FALSE(connection->is_open());
}

TEST_F(DriverSilence, AFrozenCommitHasAnUnknownOutcome) {
    auto connection = connect(half_a_second());
    run(*connection, "CREATE TABLE t (a integer)");
    run(*connection, "BEGIN");
    run(*connection, "INSERT INTO t VALUES (1)");
    const FrozenServer frozen(*connection);
    const auto details = details_of<CommitUnknownError>([&] { run(*connection, "COMMIT"); });
    EXPECT_TRUE(details.outcome_unknown);
    EXPECT_FALSE(details.retryable);
}

TEST_F(DriverSilence, APoolReplacesAFrozenConnection) {
    const auto engine = create_engine(database.url(), half_a_second());
    auto connection = engine.connect();
    run(connection, "SELECT 1");
    {
        const FrozenServer frozen(connection.driver());
        EXPECT_THROW(run(connection, "SELECT 1"), OperationalError);
        connection.rollback();
        EXPECT_EQ(query(connection, statement("SELECT 2")), Rows{{2}});
    }
    EXPECT_EQ(engine.statistics().connects, 2U);
}

TEST_F(DriverSilence, ALongListMayTakeAsLongAsItsStatementsMay) {
    auto connection = connect(half_a_second());
    const auto nap = statement("SELECT pg_sleep(0.4)");
    std::vector<Execution> list(6, execution(nap));
    EXPECT_NO_THROW(connection->execute(list));
    EXPECT_TRUE(connection->is_open());
}

TEST_F(DriverSilence, WithoutATimeoutASlowStatementIsWaitedFor) {
    auto connection = connect();
    EXPECT_EQ(value_of(*connection, "SELECT 1 FROM pg_sleep(2.5)"), Value(1));
}

TEST(ServerWait, TheGraceIsAsLongAsTheTimeoutWithinOneAndFiveSeconds) {
    using std::chrono::milliseconds;
    EXPECT_EQ(postgresql::ServerWait::grace(milliseconds(10)), milliseconds(1000));
    EXPECT_EQ(postgresql::ServerWait::grace(milliseconds(3000)), milliseconds(3000));
    EXPECT_EQ(postgresql::ServerWait::grace(milliseconds(60'000)), milliseconds(5000));
}

TEST_F(DriverSilence, ManyThreadsMayCancelOneStatement) {
    auto connection = connect();
    std::atomic<bool> ended{false};
    std::vector<std::thread> cancellers;
    for (int i = 0; i < 4; ++i) {
        cancellers.emplace_back([&] {
            while (!ended) {
                connection->cancel();
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        });
    }
    const auto details = details_of<OperationalError>([&] { run(*connection, "SELECT pg_sleep(60)"); });
    ended = true;
    for (auto& canceller : cancellers) {
        canceller.join();
    }
    EXPECT_EQ(details.sqlstate, "57014");
    EXPECT_FALSE(details.connection_invalidated);
    EXPECT_TRUE(connection->is_open());
}

TEST_F(DriverSilence, AFloodOfNoticesIsCountedAndNotLogged) {
    auto connection = connect();
    const ScopedLogCapture log(LogLevel::info);
    run(*connection, "DO $$ BEGIN FOR i IN 1..5000 LOOP RAISE NOTICE 'notice %', i; END LOOP; END $$");
    const auto messages = log.messages("athanor.engine");
    EXPECT_EQ(messages.size(), postgresql::Notices::logged_per_list + 1);
    EXPECT_EQ(messages.front(), "notice 1");
    EXPECT_EQ(messages.back(), "… and 4980 more notices of the server");
    run(*connection, "DO $$ BEGIN RAISE NOTICE 'heard again'; END $$");
    EXPECT_THAT(log.messages("athanor.engine"), Contains("heard again"));
}

TEST_F(DriverSilence, ALongNoticeIsCutBetweenCharacters) {
    auto connection = connect();
    const ScopedLogCapture log(LogLevel::info);
    run(*connection, "DO $$ BEGIN RAISE WARNING '%', 'x' || repeat('é', 1000000); END $$");
    const auto records = log.records();
    ASSERT_EQ(records.size(), 1U);
    const auto& record = records[0];
    EXPECT_EQ(record.level, LogLevel::warning);
    EXPECT_LT(record.message.size(), 1050U);
    EXPECT_THAT(record.message, HasSubstr("xéé"));
    EXPECT_THAT(record.message, HasSubstr("é… (2000001 bytes)"));
}

}  // namespace athanor::testing
