#include <atomic>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/engine/pool_events.hpp>

#include "dialect_suite/rows.hpp"
#include "postgres.hpp"

namespace athanor::testing {

namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

struct Reconnect : ::testing::Test {
    PostgresDatabase database;
    EngineOptions options;

    Reconnect() { database.execute("CREATE TABLE t (a integer)"); }
    Engine engine() const { return create_engine(database.url(), options); }
    /// An engine that trusts no idle connection before it has answered.
    Engine cautious_engine() {
        options.pool_pre_ping = true;
        options.pool_pre_ping_idle = 0;
        return engine();
    }
    void kill_others() {
        database.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                         "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
    /// The next checkout looks at a connection that is well, and dies right after the look.
    void kill_after_the_look(const Engine& at) {
        at.events().listen(PoolEvent::checkout, [this](const PoolEventInfo&) {
            if (armed.exchange(false)) {
                kill_others();
            }
        });
        armed = true;
    }
    std::string rows_in_table() { return database.scalar("SELECT count(*) FROM t"); }

    std::atomic<bool> armed{false};
};

const sql::Compiled& insert() {
    static const auto made = statement("INSERT INTO t VALUES (1)");
    return made;
}

void insert_and_commit(Connection& connection) {
    auto one = execution(insert());
    connection.execute_and_commit({&one, 1});
}

std::uint64_t trips(const Engine& engine) { return engine.statistics().driver.round_trips; }

}  // namespace

TEST_F(Reconnect, WithoutPrePingThereIsExactlyOneErrorForAllIdleConnections) {
    const auto any = engine();
    {
        auto first = any.connect();
        auto second = any.connect();
        auto third = any.connect();
        first.exec_driver_sql("SELECT 1");
        second.exec_driver_sql("SELECT 1");
        third.exec_driver_sql("SELECT 1");
    }
    kill_others();
    {
        auto connection = any.connect();
        const auto details = details_of<OperationalError>([&] { connection.exec_driver_sql("SELECT 1"); });
        EXPECT_EQ(details.sqlstate, "57P01");
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_TRUE(connection.invalidated());
    }
    std::vector<Connection> used;
    for (int i = 0; i < 3; ++i) {
        used.push_back(any.connect());
        EXPECT_EQ(used.back().exec_driver_sql("SELECT 1").rows, Rows{{1}});
    }
    EXPECT_EQ(any.statistics().connects, 6U);
}

TEST_F(Reconnect, WithPrePingNobodySeesThatIdleConnectionsWereKilled) {
    const auto any = cautious_engine();
    {
        auto first = any.connect();
        auto second = any.connect();
    }
    kill_others();
    auto first = any.connect();
    auto second = any.connect();
    EXPECT_EQ(first.exec_driver_sql("SELECT 1").rows, Rows{{1}});
    EXPECT_EQ(second.exec_driver_sql("SELECT 2").rows, Rows{{2}});
    EXPECT_EQ(any.statistics().connects, 4U);
}

TEST_F(Reconnect, PrePingCostsNoRoundTripOfItsOwn) {
    options.pool_pre_ping = true;
    options.pool_pre_ping_idle = 3600;
    const auto any = engine();
    any.connect().close();
    for (int i = 0; i < 3; ++i) {
        const auto before = trips(any);
        auto connection = any.connect();
        insert_and_commit(connection);
        EXPECT_EQ(trips(any) - before, 1U) << "BEGIN, INSERT and COMMIT travel together";
    }
}

TEST_F(Reconnect, OnALongIdleConnectionOnlyCommitTravelsOnItsOwn) {
    const auto any = cautious_engine();
    any.connect().close();
    auto before = trips(any);
    auto connection = any.connect();
    EXPECT_EQ(trips(any), before) << "checkout sends nothing";
    insert_and_commit(connection);
    EXPECT_EQ(trips(any) - before, 2U);
    before = trips(any);
    insert_and_commit(connection);
    EXPECT_EQ(trips(any) - before, 1U) << "it has answered, so it is trusted again";
    before = trips(any);
    connection.close();
    any.connect().exec_driver_sql("SELECT 1");
    EXPECT_EQ(trips(any) - before, 2U) << "a reader pays nothing: BEGIN and SELECT, then ROLLBACK at its return";
}

TEST_F(Reconnect, AConnectionThatDiesAfterTheLookIsReplacedUnseenAndTheListRunOnce) {
    const auto any = cautious_engine();
    any.connect().close();
    kill_after_the_look(any);
    auto connection = any.connect();
    EXPECT_FALSE(armed);
    const auto before = trips(any);
    insert_and_commit(connection);
    EXPECT_EQ(trips(any) - before, 3U) << "the lost list, the list again, COMMIT";
    EXPECT_EQ(rows_in_table(), "1");
    EXPECT_EQ(any.statistics().connects, 2U);
    EXPECT_FALSE(connection.in_transaction());
}

TEST_F(Reconnect, AQueryOnAConnectionThatDiesAfterTheLookGivesItsRowsOnce) {
    const auto any = cautious_engine();
    any.connect().close();
    kill_after_the_look(any);
    auto connection = any.connect();
    EXPECT_EQ(connection.exec_driver_sql("SELECT generate_series(1, 3)").rows, (Rows{{1}, {2}, {3}}));
    EXPECT_TRUE(connection.in_transaction());
    connection.commit();
}

TEST_F(Reconnect, WhatDiesAfterTheFirstAnswerIsAnErrorAndNeverRunAgain) {
    const auto any = cautious_engine();
    any.connect().close();
    auto connection = any.connect();
    database.execute("CREATE SEQUENCE calls");
    const auto die = [&] {
        connection.exec_driver_sql("SELECT nextval('calls'), pg_terminate_backend(pg_backend_pid()), pg_sleep(10)");
    };
    const auto details = details_of<OperationalError>(die);
    EXPECT_EQ(details.sqlstate, "57P01");
    EXPECT_EQ(database.scalar("SELECT last_value FROM calls"), "1");
    EXPECT_THROW(connection.exec_driver_sql("SELECT 1"), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(connection.exec_driver_sql("SELECT 1").rows, Rows{{1}});
}

TEST_F(Reconnect, ALossInATransactionAsksForRollbackAndTheSameConnectionConnectsAgain) {
    const auto any = engine();
    auto connection = any.connect();
    connection.exec_driver_sql("INSERT INTO t VALUES (1)");
    kill_others();
    EXPECT_THROW(connection.exec_driver_sql("INSERT INTO t VALUES (2)"), OperationalError);
    EXPECT_TRUE(connection.in_transaction());
    EXPECT_THROW(connection.exec_driver_sql("INSERT INTO t VALUES (3)"), PendingRollbackError);
    EXPECT_THROW(connection.commit(), PendingRollbackError);
    connection.rollback();
    insert_and_commit(connection);
    EXPECT_EQ(rows_in_table(), "1");
    EXPECT_EQ(any.pool_status().checked_out, 1);
}

TEST_F(Reconnect, ALossAtTheFirstStatementAsksForRollbackToo) {
    const auto any = engine();
    auto connection = any.connect();
    kill_others();
    EXPECT_THROW(insert_and_commit(connection), OperationalError);
    EXPECT_THROW(insert_and_commit(connection), PendingRollbackError);
    connection.rollback();
    insert_and_commit(connection);
    EXPECT_EQ(rows_in_table(), "1");
}

TEST_F(Reconnect, ReconnectingNeedsNoSecondPlaceInTheConnectionsPool) {
    options.pool_size = 1;
    options.max_overflow = 0;
    options.pool_timeout = 0.1;
    const auto any = engine();
    auto connection = any.connect();
    kill_others();
    EXPECT_THROW(connection.exec_driver_sql("SELECT 1"), OperationalError);
    connection.rollback();
    EXPECT_THROW((void)any.connect(), TimeoutError);
    EXPECT_EQ(connection.exec_driver_sql("SELECT 1").rows, Rows{{1}});
}

TEST_F(Reconnect, AServerWithoutRoomForOneMoreLeavesTheOthersAlone) {
    database.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT 3");
    options.pool_timeout = 0;
    options.connect_retries = 0;
    const auto any = engine();
    auto first = any.connect();
    auto second = any.connect();
    EXPECT_THROW((void)any.connect(), OperationalError);
    EXPECT_EQ(any.pool_status().checked_out, 2);
    first.close();
    EXPECT_EQ(any.connect().exec_driver_sql("SELECT 1").rows, Rows{{1}});
    EXPECT_EQ(any.statistics().connects, 2U);
}

TEST_F(Reconnect, TenBusyThreadsSeeAtMostOneErrorEachWhenAllConnectionsAreKilled) {
    const ScopedLogCapture logs;  // a reset that meets the loss is a warning
    const auto any = engine();
    std::atomic<bool> stop{false};
    std::atomic<int> rounds{0};
    std::vector<int> errors(10);
    std::vector<std::thread> threads;
    for (int number = 0; number < 10; ++number) {
        threads.emplace_back([&, number] {
            while (!stop) {
                try {
                    any.connect().exec_driver_sql("SELECT pg_sleep(0.002)");
                    ++rounds;
                } catch (const OperationalError&) {
                    ++errors[static_cast<std::size_t>(number)];
                }
            }
        });
    }
    const auto wait_for_rounds = [&](int more) {
        for (const int until = rounds + more; rounds < until;) {
            std::this_thread::sleep_for(milliseconds(1));
        }
    };
    wait_for_rounds(50);
    kill_others();
    wait_for_rounds(200);
    stop = true;
    for (auto& thread : threads) {
        thread.join();
    }
    for (const int seen : errors) {
        EXPECT_LE(seen, 1);
    }
    EXPECT_EQ(any.pool_status().checked_out, 0);
}

TEST_F(Reconnect, AForkedChildLeavesTheParentsConnectionsAlone) {
    const auto any = engine();
    auto used = any.connect();
    used.exec_driver_sql("INSERT INTO t VALUES (1)");
    any.connect().close();
    const auto pid_of = [](Connection& connection) {
        return connection.exec_driver_sql("SELECT pg_backend_pid()").rows[0][0].as_int64();
    };
    const auto parents = pid_of(used);
    const pid_t child = fork();
    if (child == 0) {
        int status = 1;
        try {
            {
                auto own = any.connect();
                status =
                    pid_of(own) != parents && own.exec_driver_sql("SELECT count(*) FROM t").rows == Rows{{0}} ? 0 : 2;
            }
            used.close();
            any.dispose();
        } catch (...) {
            status = 3;
        }
        _exit(status);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(pid_of(used), parents);
    used.commit();
    EXPECT_EQ(rows_in_table(), "1");
    EXPECT_EQ(any.connect().exec_driver_sql("SELECT 1").rows, Rows{{1}});
    EXPECT_EQ(any.statistics().connects, 2U);
}

TEST_F(Reconnect, TheLogTellsOneBurstOnce) {
    const ScopedLogCapture logs(LogLevel::info);
    const auto any = engine();
    auto first = any.connect();
    auto second = any.connect();
    kill_others();
    EXPECT_THROW(first.exec_driver_sql("SELECT 1"), OperationalError);
    EXPECT_THROW(second.exec_driver_sql("SELECT 1"), OperationalError);
    EXPECT_THAT(logs.messages("athanor.pool"),
                ::testing::ElementsAre(HasSubstr("connection 1 is lost: terminating connection"),
                                       "all connections opened before that are replaced at their next checkout",
                                       HasSubstr("connection 2 is lost: terminating connection")));
}

}  // namespace athanor::testing
