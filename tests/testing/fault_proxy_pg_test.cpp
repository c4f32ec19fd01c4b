#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "dialect_suite/rows.hpp"
#include "support/postgres.hpp"
#include "testing/raw_client.hpp"

namespace athanor::testing {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct ProxiedServer : ::testing::Test {
    PostgresDatabase database;
    FaultProxy proxy{database.url()};

    Engine engine(const EngineOptions& options = {}) const { return create_engine(proxy.url(database.url()), options); }
    static Rows ask(const Engine& engine, const std::string& sql = "SELECT 1") {
        return engine.connect().exec_driver_sql(sql).rows;
    }
    static ErrorDetails complaint(const Engine& engine, const std::string& sql = "SELECT 1") {
        return details_of<OperationalError>([&] { ask(engine, sql); });
    }
};

/// Through the server's Unix socket, where it asks for no password.
struct RawProxiedServer : ::testing::Test {
    PostgresDatabase database;
    FaultProxy proxy{database.scalar("SELECT split_part(current_setting('unix_socket_directories'), ',', 1)"),
                     static_cast<std::uint16_t>(std::stoi(database.scalar("SHOW port")))};

    std::string log_in(RawClient& client, std::vector<std::string> more = {}) {
        std::vector<std::string> parameters = {"user", "athanor", "database", database.name()};
        parameters.insert(parameters.end(), more.begin(), more.end());
        client.send_startup(parameters);
        return client.answer();
    }
    static std::string ask(RawClient& client, const std::string& sql) {
        client.send('Q', sql + '\0');
        return client.answer();
    }
    static std::string prepare(RawClient& client, const std::string& name) {
        client.send('P', name + '\0' + "SELECT 1" + std::string(3, '\0'));
        client.send('S', "");
        return client.answer();
    }
    static std::string run(RawClient& client, const std::string& name) {
        client.send('B', '\0' + name + std::string(7, '\0'));
        client.send('E', std::string(5, '\0'));
        client.send('S', "");
        return client.answer();
    }
};

}  // namespace

TEST_F(ProxiedServer, PassesWhatItIsGivenAndCountsTheTrips) {
    const auto engine = this->engine();
    EXPECT_EQ(ask(engine, "SELECT repeat('x', 3000000)"), Rows{{std::string(3'000'000, 'x')}});
    const auto before = proxy.statistics();
    const auto trips = engine.statistics().driver.round_trips;
    ask(engine);
    auto connection = engine.connect();
    connection.exec_driver_sql("SELECT repeat('y', 100000)");
    connection.rollback();
    const auto after = proxy.statistics();
    EXPECT_EQ(after.connections, 1U);
    EXPECT_EQ(after.open, 1U);
    EXPECT_EQ(after.round_trips - before.round_trips, engine.statistics().driver.round_trips - trips);
    EXPECT_GT(after.bytes_to_client - before.bytes_to_client, 100'000U);
    EXPECT_GT(before.bytes_to_client, 3'000'000U);
}

TEST_F(ProxiedServer, EndsConnectionsByResetOrInOrder) {
    const auto engine = this->engine();
    for (const bool reset : {true, false}) {
        ask(engine);
        reset ? proxy.reset_all() : proxy.close_all();
        EXPECT_EQ(proxy.statistics().open, 0U);
        const auto details = complaint(engine);
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_EQ(details.sqlstate, "");
        EXPECT_EQ(ask(engine), Rows{{1}});
    }
}

TEST_F(ProxiedServer, RefusesAndAcceptsAgainOnTheSamePort) {
    EngineOptions options;
    options.connect_retries = 0;
    const auto engine = this->engine(options);
    proxy.refuse();
    EXPECT_THAT(complaint(engine).message, ::testing::HasSubstr("refused"));
    proxy.pass();
    EXPECT_EQ(ask(engine), Rows{{1}});
}

TEST_F(ProxiedServer, ABlackHoleAnswersNothing) {
    EngineOptions options;
    options.connect_timeout = 1;
    options.connect_retries = 0;
    const auto engine = this->engine(options);
    proxy.black_hole();
    EXPECT_THAT(complaint(engine).message, ::testing::HasSubstr("timeout expired"));
    EXPECT_EQ(proxy.statistics().bytes_to_server, 0U);
    proxy.pass();
    EXPECT_EQ(ask(engine), Rows{{1}});
}

TEST_F(ProxiedServer, ADelayHoldsBothWays) {
    const auto engine = this->engine();
    ask(engine);
    auto connection = engine.connect();
    proxy.delay(60ms);
    const auto start = Clock::now();
    connection.exec_driver_sql("SELECT 1");
    EXPECT_GE(Clock::now() - start, 120ms);
    proxy.pass();
}

TEST_F(ProxiedServer, CutsAfterSoManyBytes) {
    const auto engine = this->engine();
    ask(engine);
    const auto before = proxy.statistics().bytes_to_client;
    proxy.arm({.after_bytes = 20'000});
    EXPECT_TRUE(complaint(engine, "SELECT repeat('x', 1000000)").connection_invalidated);
    EXPECT_EQ(proxy.statistics().bytes_to_client - before, 20'000U);
    EXPECT_EQ(proxy.statistics().struck, 1U);
    EXPECT_EQ(ask(engine), Rows{{1}});
}

TEST_F(ProxiedServer, CutsBeforeTheAnswerToCommitWhichTheServerHasDone) {
    database.execute("CREATE TABLE t (a integer)");
    const auto engine = this->engine();
    auto connection = engine.connect();
    connection.exec_driver_sql("INSERT INTO t VALUES (1)");
    proxy.arm({.message = 'C', .containing = "COMMIT"});
    EXPECT_TRUE(details_of<OperationalError>([&] { connection.commit(); }).connection_invalidated);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM t"), "1");
}

TEST_F(ProxiedServer, ARequestForCommitThatIsCutSavesNothing) {
    database.execute("CREATE TABLE t (a integer)");
    const auto engine = this->engine();
    auto connection = engine.connect();
    connection.exec_driver_sql("INSERT INTO t VALUES (1)");
    proxy.arm({.direction = Direction::to_server, .strike = Strike::eof});
    EXPECT_TRUE(details_of<OperationalError>([&] { connection.commit(); }).connection_invalidated);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM t"), "0");
}

TEST_F(ProxiedServer, AServerThatIsWakingUpSaysSoInItsOwnWords) {
    EngineOptions options;
    options.connect_retries = 0;
    const auto engine = this->engine(options);
    proxy.refuse_logins({"Couldn't connect to compute node", "ERROR", "XX000"}, 2);
    for (int i = 0; i < 2; ++i) {
        const auto details = complaint(engine);
        EXPECT_THAT(details.message, ::testing::HasSubstr("Couldn't connect to compute node"));
        EXPECT_EQ(details.sqlstate, "XX000");
    }
    EXPECT_EQ(ask(engine), Rows{{1}});
    EXPECT_EQ(proxy.statistics().refusals, 2U);
}

TEST_F(ProxiedServer, AnIdleServerFallsAsleepAndTheNextConnectionWakesIt) {
    for (const bool farewell : {true, false}) {
        const auto engine = this->engine();
        ask(engine);
        const auto asleep = proxy.statistics().suspensions;
        proxy.suspend_when_idle({.idle = 50ms, .wake = 100ms, .farewell = farewell});
        ASSERT_TRUE(proxy.wait_for([&](const auto& now) { return now.suspensions > asleep && now.open == 0; }));
        EXPECT_EQ(complaint(engine).sqlstate, farewell ? "57P01" : "");
        const auto start = Clock::now();
        EXPECT_EQ(ask(engine), Rows{{1}});
        EXPECT_GE(Clock::now() - start, 90ms);
        proxy.pass();
    }
}

TEST_F(ProxiedServer, AnOpenTransactionAndARunningStatementKeepItAwake) {
    const auto engine = this->engine();
    auto connection = engine.connect();
    proxy.suspend_when_idle({.idle = 50ms});
    connection.exec_driver_sql("SELECT pg_sleep(0.2)");
    EXPECT_FALSE(proxy.wait_for([](const auto& now) { return now.suspensions > 0; }, 200ms));
    connection.commit();
    EXPECT_TRUE(proxy.wait_for([](const auto& now) { return now.suspensions > 0; }));
}

TEST_F(RawProxiedServer, ASingleMessageCanBeDroppedOrCutInTwo) {
    RawClient client(proxy.port());
    EXPECT_THAT(log_in(client), ::testing::MatchesRegex("RS+KZ"));
    EXPECT_EQ(ask(client, "SELECT 1"), "TDCZ");
    proxy.arm({.strike = Strike::drop, .message = 'D'});
    EXPECT_EQ(ask(client, "SELECT 1"), "TCZ");
    EXPECT_EQ(ask(client, "SELECT 1"), "TDCZ");
    proxy.arm({.strike = Strike::eof, .message = 'D', .keep = 7});
    client.send('Q', std::string("SELECT 1\0", 9));
    EXPECT_EQ(client.receive().type, 'T');
    EXPECT_EQ(client.receive_bytes(100).size(), 7U);
}

TEST_F(RawProxiedServer, AStrikeMayComeBehindTheMessage) {
    RawClient client(proxy.port());
    log_in(client);
    proxy.arm({.strike = Strike::eof, .message = 'C', .keep = Fault::whole});
    EXPECT_EQ(ask(client, "SELECT 1"), "TDC");
}

TEST_F(RawProxiedServer, TheStartCanBeCutAtItsUntypedMessages) {
    proxy.arm({.direction = Direction::to_server, .strike = Strike::eof, .message = message::startup});
    RawClient client(proxy.port());
    EXPECT_EQ(log_in(client), "");
    const std::string ssl_request("\0\0\0\x08\x04\xd2\x16\x2f", 8);
    RawClient second(proxy.port());
    second.send(ssl_request);
    EXPECT_EQ(second.receive_bytes(1), "N");
    EXPECT_THAT(log_in(second), ::testing::MatchesRegex("RS+KZ"));
    proxy.arm({.strike = Strike::reset, .message = message::ssl_answer});
    RawClient third(proxy.port());
    third.send(ssl_request);
    EXPECT_EQ(third.receive_bytes(1), "");
}

TEST_F(RawProxiedServer, APoolerEndsAConnectionThatUsesANameTwice) {
    proxy.pooler_rules();
    RawClient client(proxy.port());
    log_in(client);
    EXPECT_EQ(prepare(client, "s"), "1Z");
    EXPECT_EQ(run(client, "s"), "2DCZ");
    EXPECT_EQ(prepare(client, "s"), "E");
    EXPECT_EQ(client.sqlstate(), "08P01");
    RawClient other(proxy.port());
    log_in(other);
    EXPECT_EQ(run(other, "s"), "E");
    EXPECT_EQ(other.sqlstate(), "08P01");
}

TEST_F(RawProxiedServer, APoolerKnowsStatementsByOtherNamesUntilAllAreForgotten) {
    proxy.pooler_rules();
    RawClient client(proxy.port());
    log_in(client);
    prepare(client, "s");
    EXPECT_EQ(ask(client, "DEALLOCATE s"), "EZ");
    EXPECT_EQ(client.sqlstate(), "26000");
    EXPECT_EQ(run(client, "s"), "2DCZ");
    EXPECT_EQ(ask(client, "DEALLOCATE ALL"), "CZ");
    EXPECT_EQ(prepare(client, "s"), "1Z");
}

TEST_F(RawProxiedServer, APoolerTakesNoParameterThatItCannotRestore) {
    proxy.pooler_rules();
    RawClient client(proxy.port());
    EXPECT_EQ(log_in(client, {"options", "-c search_path=mine"}), "E");
    EXPECT_EQ(client.sqlstate(), "08P01");
}

TEST_F(ProxiedServer, ManyThreadsAndManyFaultsAtOnce) {
    EngineOptions options;
    options.connect_retries = 0;
    const auto engine = this->engine(options);
    std::atomic<int> answers{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 40; ++turn) {
                try {
                    ask(engine);
                    ++answers;
                } catch (const OperationalError&) {  // what the faults are for
                }
            }
        });
    }
    for (std::uint64_t i = 1; i <= 30; ++i) {
        proxy.arm({.direction = i % 2 == 0 ? Direction::to_client : Direction::to_server,
                   .strike = i % 3 == 0 ? Strike::eof : Strike::reset,
                   .after_bytes = 97 * i});
        if (i % 10 == 0) {
            proxy.reset_all();
        }
    }
    for (auto& thread : threads) {
        thread.join();
    }
    proxy.pass();
    engine.dispose();
    EXPECT_TRUE(proxy.wait_for([](const auto& now) { return now.open == 0; }));
    EXPECT_EQ(ask(engine), Rows{{1}});
    EXPECT_GT(answers, 0);
    EXPECT_GT(proxy.statistics().struck, 0U);
}

TEST(FaultProxyPage, ItsExampleWorks) {
    const PostgresDatabase database;
    const auto server_url = database.url();
    FaultProxy proxy(server_url);
    const auto engine = create_engine(proxy.url(server_url));

    proxy.arm({.message = 'C', .containing = "COMMIT"});   // the answer to the next COMMIT never comes
    proxy.suspend_when_idle({.idle = 1s, .wake = 500ms});  // the server sleeps when nobody uses it, as Neon's does
    proxy.refuse_logins({"sorry, too many clients already", "FATAL", "53300"}, 2);
    proxy.reset_all();  // now
    proxy.pass();       // all is well again

    EXPECT_EQ(engine.connect().exec_driver_sql("SELECT 1").rows, Rows{{1}});
}

}  // namespace athanor::testing
