#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "driver_fixture.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

struct DriverCuts : PostgresDriverTest {
    FaultProxy proxy{database.url()};
    std::string through = proxy.url(database.url());

    DriverCuts() { database.execute("CREATE TABLE t (a integer)"); }
    std::unique_ptr<DriverConnection> connect_through(const EngineOptions& options = {}) const {
        return postgresql::connect(make_url(through), options);
    }
    std::string count() { return database.scalar("SELECT count(*) FROM t"); }

    /// The answer to COMMIT is cut off before it, or before so many bytes of it have passed.
    static Fault answer_to_commit(std::size_t keep = 0) {
        return {.direction = Direction::to_client,
                .strike = Strike::eof,
                .message = 'C',
                .containing = "COMMIT",
                .keep = keep};
    }
};

/// What a change that met a cut has come to.
enum class Said { saved, unknown, not_saved };

template <class Change>
Said what_is_said(const Change& change) {
    try {
        change();
        return Said::saved;
    } catch (const CommitUnknownError& error) {
        EXPECT_TRUE(error.details().outcome_unknown);
        EXPECT_FALSE(error.details().retryable);
        EXPECT_TRUE(error.details().connection_invalidated);
        return Said::unknown;
    } catch (const OperationalError& error) {
        EXPECT_FALSE(error.details().outcome_unknown);
        EXPECT_TRUE(error.details().connection_invalidated) << error.what();
        return Said::not_saved;
    }
}

}  // namespace

TEST_F(DriverCuts, ALostAnswerToCommitIsUnknownThoughTheServerSaved) {
    const auto engine = create_engine(through);
    auto connection = engine.connect();
    run(connection, "INSERT INTO t VALUES (1)");
    proxy.arm(answer_to_commit());
    const auto details = details_of<CommitUnknownError>([&] { connection.commit(); });
    EXPECT_THAT(details.message, HasSubstr("the outcome is unknown"));
    EXPECT_EQ(details.sqlstate, "");
    EXPECT_EQ(count(), "1");
    EXPECT_THROW(run(connection, "SELECT 1"), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(query(connection, statement("SELECT count(*) FROM t")), Rows{{1}});
}

TEST_F(DriverCuts, ACommitThatNeverReachedTheServerIsTheSameError) {
    const auto engine = create_engine(through);
    auto connection = engine.connect();
    run(connection, "INSERT INTO t VALUES (1)");
    proxy.arm({.direction = Direction::to_server, .strike = Strike::reset, .message = 'P', .containing = "COMMIT"});
    EXPECT_THROW(connection.commit(), CommitUnknownError);
    EXPECT_EQ(count(), "0");
}

TEST_F(DriverCuts, WhereEverythingTravelsTogetherTheErrorIsTheSame) {
    const auto engine = create_engine(through);
    auto connection = engine.connect();
    run(connection, "SELECT 1");
    connection.rollback();
    const auto insert = statement("INSERT INTO t VALUES (1)");
    auto one = execution(insert);
    proxy.arm(answer_to_commit());
    EXPECT_THROW(connection.execute_and_commit({&one, 1}), CommitUnknownError);
    EXPECT_EQ(count(), "1");
}

TEST_F(DriverCuts, ALossBehindTheAnswerToCommitIsNoError) {
    const auto engine = create_engine(through);
    auto connection = engine.connect();
    run(connection, "INSERT INTO t VALUES (1)");
    proxy.arm(answer_to_commit(Fault::whole));
    EXPECT_NO_THROW(connection.commit());
    EXPECT_EQ(count(), "1");
    EXPECT_EQ(query(connection, statement("SELECT count(*) FROM t")), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 2U);
}

TEST_F(DriverCuts, OutsideATransactionAChangeIsUnknownAndAQueryIsNot) {
    auto connection = connect_through();
    proxy.arm({.direction = Direction::to_client, .strike = Strike::eof, .message = 'C', .containing = "INSERT"});
    EXPECT_THROW(run(*connection, "INSERT INTO t VALUES (1)"), CommitUnknownError);

    connection = connect_through();
    proxy.arm({.direction = Direction::to_client, .strike = Strike::eof, .message = 'C', .containing = "SELECT"});
    const auto details = details_of<OperationalError>([&] { run(*connection, "SELECT 1"); });
    EXPECT_FALSE(details.outcome_unknown);
    EXPECT_TRUE(details.retryable);
}

TEST_F(DriverCuts, TheFirstStatementOnAConnectionThatDiedIdleIsALossWithoutASqlstate) {
    for (const bool reset : {false, true}) {
        const auto engine = create_engine(through);
        engine.connect().exec_driver_sql("SELECT 1");
        reset ? proxy.reset_all() : proxy.close_all();
        auto connection = engine.connect();
        const auto details = details_of<OperationalError>([&] { connection.exec_driver_sql("SELECT 1"); });
        EXPECT_EQ(details.sqlstate, "");
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_FALSE(details.outcome_unknown);
        connection.rollback();
        EXPECT_EQ(connection.exec_driver_sql("SELECT 1").rows, Rows{{1}});
    }
}

TEST_F(DriverCuts, AResultCutInTheMiddleIsNeverAShorterOne) {
    const auto engine = create_engine(through);
    auto connection = engine.connect();
    const auto select = statement("SELECT i, repeat('x', 1000) FROM generate_series(1, 1000) AS s(i)");
    EXPECT_EQ(query(connection, select).size(), 1000U);
    for (const auto strike : {Strike::eof, Strike::reset}) {
        proxy.arm({.strike = strike, .after_bytes = 20'000});
        EXPECT_THROW(query(connection, select), OperationalError);
        connection.rollback();
        EXPECT_EQ(query(connection, select).size(), 1000U);
    }
}

TEST_F(DriverCuts, WhereverTheTrafficIsCutTheErrorTellsTheTruth) {
    const auto insert = statement("INSERT INTO t VALUES ($1)", {{TypeKind::integer}});
    int number = 0;
    std::map<Said, int> seen;
    for (const auto direction : {Direction::to_client, Direction::to_server}) {
        bool struck = true;
        for (std::uint64_t bytes = 0; struck; bytes += direction == Direction::to_client ? 1 : 3) {
            auto connection = connect_through();
            run(*connection, "SELECT 1");
            const auto before = proxy.statistics().struck;
            proxy.arm({.direction = direction, .strike = Strike::eof, .after_bytes = bytes});
            const ValueParameters values(Rows{{++number}});
            const auto begin = statement("BEGIN");
            const auto commit = statement("COMMIT");
            std::vector<Execution> list = {execution(begin), execution(insert, &values), execution(commit)};
            const auto said = what_is_said([&] { connection->execute(list); });
            struck = proxy.statistics().struck != before;
            proxy.disarm();
            connection.reset();
            ++seen[said];
            // The server may still be at it: its lock on the row's table says so.
            const auto there =
                database.scalar("BEGIN; LOCK TABLE t; SELECT count(*) FROM t WHERE a = " + std::to_string(number));
            database.execute("COMMIT");
            if (said != Said::unknown) {
                EXPECT_EQ(there, said == Said::saved ? "1" : "0") << bytes << " bytes";
            }
        }
    }
    EXPECT_GT(seen[Said::unknown], 10);
    EXPECT_GT(seen[Said::saved], 2) << "the loss behind the answer to COMMIT";
}

TEST_F(DriverCuts, WhereverACopyIsCutTheErrorTellsTheTruth) {
    std::map<Said, int> seen;
    for (const auto direction : {Direction::to_client, Direction::to_server}) {
        bool struck = true;
        for (std::uint64_t bytes = 0; struck; bytes += direction == Direction::to_client ? 1 : 7) {
            database.execute("TRUNCATE t");
            auto connection = connect_through();
            run(*connection, "SELECT 1");
            const auto before = proxy.statistics().struck;
            proxy.arm({.direction = direction, .strike = Strike::eof, .after_bytes = bytes});
            struct Rows3 final : CopySource {
                std::string_view next() override { return left-- > 0 ? "7\n" : std::string_view(); }
                int left = 3;
            } source;
            const auto said = what_is_said([&] { connection->copy_support()->copy_in("COPY t FROM STDIN", source); });
            struck = proxy.statistics().struck != before;
            proxy.disarm();
            connection.reset();
            ++seen[said];
            const auto there = database.scalar("BEGIN; LOCK TABLE t; SELECT count(*) FROM t");
            database.execute("COMMIT");
            if (said != Said::unknown) {
                EXPECT_EQ(there, said == Said::saved ? "3" : "0") << bytes << " bytes";
            }
        }
    }
    EXPECT_GT(seen[Said::unknown], 5);
    EXPECT_GT(seen[Said::not_saved], 5);
}

TEST_F(DriverCuts, CancellingIntoABlackHoleReturnsSoon) {
    auto connection = connect_through();
    run(*connection, "SELECT 1");
    proxy.black_hole();
    const auto begin = Clock::now();
    connection->cancel();
    connection->cancel();
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(4));
    proxy.pass();
}

TEST_F(DriverCuts, ASilentNetworkIsGivenUpLikeASilentServer) {
    EngineOptions options;
    options.statement_timeout = 0.5;
    auto connection = connect_through(options);
    run(*connection, "BEGIN");
    run(*connection, "INSERT INTO t VALUES (1)");
    proxy.black_hole();
    const auto begin = Clock::now();
    EXPECT_THROW(run(*connection, "COMMIT"), CommitUnknownError);
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(6));
    EXPECT_FALSE(connection->is_open());
    proxy.pass();
}

TEST_F(DriverCuts, APoolerThatTracksNamesMeetsNoneTwice) {
    proxy.pooler_rules();
    EngineOptions options;
    options.statement_cache_size = 3;
    options.pooler = Pooler::none;
    auto connection = connect_through(options);
    const auto again = statement("SELECT 'again'");
    for (int i = 0; i < 30; ++i) {
        EXPECT_EQ(query(*connection, again), Rows{{"again"}});
        EXPECT_EQ(value_of(*connection, "SELECT " + std::to_string(i)), Value(i));
        EXPECT_THROW(run(*connection, "SELECT nothing" + std::to_string(i)), ProgrammingError);
    }
    EXPECT_TRUE(connection->is_open());
}

}  // namespace athanor::testing
