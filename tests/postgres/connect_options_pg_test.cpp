#include <filesystem>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "postgres.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

struct PostgresOptionsInUse : ::testing::Test {
    PostgresDatabase database;

    [[nodiscard]] Connection connect(const EngineOptions& options, const std::string& query = "") const {
        return create_engine(database.url() + query, options).connect();
    }
    static std::string ask(Connection& connection, const std::string& sql) {
        return connection.exec_driver_sql(sql).rows.at(0).at(0).as_string();
    }
};

/// The options of the last socket of this process that is connected to a port.
struct SocketOptions {
    int keepalive = -1;
    int idle = -1;
    int interval = -1;
    int count = -1;
    int user_timeout = -1;
};

SocketOptions options_of_socket_to(int port) {
    SocketOptions found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        const int socket = std::stoi(entry.path().filename().string());
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0 || peer.sin_family != AF_INET ||
            ntohs(peer.sin_port) != port) {
            continue;
        }
        const auto get = [&](int level, int name, int& value) {
            socklen_t length = sizeof value;
            getsockopt(socket, level, name, &value, &length);
        };
        SocketOptions one;
        get(SOL_SOCKET, SO_KEEPALIVE, one.keepalive);
        get(IPPROTO_TCP, TCP_KEEPIDLE, one.idle);
        get(IPPROTO_TCP, TCP_KEEPINTVL, one.interval);
        get(IPPROTO_TCP, TCP_KEEPCNT, one.count);
        get(IPPROTO_TCP, TCP_USER_TIMEOUT, one.user_timeout);
        // The test's own connection to the database has none of them set.
        if (one.user_timeout != 0) {
            found = one;
        } else if (found.keepalive == -1) {
            found = one;
        }
    }
    return found;
}

}  // namespace

TEST_F(PostgresOptionsInUse, TheApplicationNameIsSeenByTheServer) {
    auto connection = connect({.application_name = "ledger"});
    EXPECT_EQ(database.scalar("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ledger' "
                              "AND datname = current_database()"),
              "1");
    auto plain = connect({});
    EXPECT_EQ(ask(plain, "SHOW application_name"), "athanor");
}

TEST_F(PostgresOptionsInUse, AStatementTimeoutEndsWhatRunsTooLong) {
    auto connection = connect({.statement_timeout = 0.2});
    EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "200ms");
    EXPECT_EQ(details_of<OperationalError>([&] { connection.exec_driver_sql("SELECT pg_sleep(5)"); }).sqlstate,
              "57014");
    connection.rollback();
    connection.exec_driver_sql("RESET ALL");
    EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "200ms");
}

TEST_F(PostgresOptionsInUse, BehindAPoolerTheTimeoutBelongsToEachTransaction) {
    auto connection = connect({.statement_timeout = 0.2}, "?pgbouncer=true");
    EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "200ms");
    EXPECT_EQ(ask(connection, "SELECT reset_val FROM pg_settings WHERE name = 'statement_timeout'"), "0");
    connection.commit();
    EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "200ms");
    EXPECT_EQ(details_of<OperationalError>([&] { connection.exec_driver_sql("SELECT pg_sleep(5)"); }).sqlstate,
              "57014");
}

TEST_F(PostgresOptionsInUse, TheSettingOfATransactionCostsNoRoundTrip) {
    const auto round_trips = [&](const EngineOptions& options) {
        const auto engine = create_engine(database.url() + "?pgbouncer=true", options);
        auto connection = engine.connect();
        const auto before = engine.statistics().driver.round_trips;
        connection.exec_driver_sql("SELECT 1");
        connection.commit();
        return engine.statistics().driver.round_trips - before;
    };
    EXPECT_EQ(round_trips({.statement_timeout = 5}), round_trips({}));
}

TEST_F(PostgresOptionsInUse, EveryTransactionHasTheIsolationLevelThatWasAskedFor) {
    for (const std::string query : {"", "?pgbouncer=true"}) {
        const auto level = [&](const EngineOptions& options) {
            auto connection = connect(options, query);
            const auto first = ask(connection, "SHOW transaction_isolation");
            connection.commit();
            EXPECT_EQ(ask(connection, "SHOW transaction_isolation"), first);
            return first;
        };
        EXPECT_EQ(level({}), "read committed");
        EXPECT_EQ(level({.isolation_level = IsolationLevel::read_committed}), "read committed");
        EXPECT_EQ(level({.isolation_level = IsolationLevel::repeatable_read}), "repeatable read");
        EXPECT_EQ(level({.isolation_level = IsolationLevel::serializable}), "serializable");
    }
}

TEST_F(PostgresOptionsInUse, KeepalivesAndTheUserTimeoutReachTheSocket) {
    const auto url = make_url(database.url());
    ASSERT_TRUE(url.port.has_value());
    {
        auto connection = connect({.keepalives = {7, 3, 2}, .tcp_user_timeout = 4321});
        const auto found = options_of_socket_to(*url.port);
        EXPECT_EQ(found.keepalive, 1);
        EXPECT_EQ(found.idle, 7);
        EXPECT_EQ(found.interval, 3);
        EXPECT_EQ(found.count, 2);
        EXPECT_EQ(found.user_timeout, 4321);
    }
    {
        auto connection = connect({});
        const auto found = options_of_socket_to(*url.port);
        EXPECT_EQ(found.idle, 30);
        EXPECT_EQ(found.interval, 10);
        EXPECT_EQ(found.count, 3);
        EXPECT_EQ(found.user_timeout, 20'000);
    }
    auto connection = connect({.keepalives = {0, 1, 1}, .tcp_user_timeout = 4321});
    const auto found = options_of_socket_to(*url.port);
    EXPECT_EQ(found.user_timeout, 4321);
    EXPECT_EQ(found.keepalive, 0);
}

TEST_F(PostgresOptionsInUse, ConnectArgsReachTheServerAndWin) {
    auto connection = connect({.application_name = "option",
                               .connect_args = {{"options", "-c work_mem=5MB"}, {"application_name", "argument"}}},
                              "?application_name=url");
    EXPECT_EQ(ask(connection, "SHOW work_mem"), "5MB");
    EXPECT_EQ(ask(connection, "SHOW application_name"), "argument");
}

TEST_F(PostgresOptionsInUse, EverySpellingOfTheUrlConnects) {
    const auto rest = database.url().substr(database.url().find("://"));
    for (const char* scheme : {"postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"}) {
        auto connection = create_engine(scheme + rest).connect();
        EXPECT_EQ(ask(connection, "SELECT CAST(current_database() AS text)"), database.name()) << scheme;
    }
}

}  // namespace athanor::testing
