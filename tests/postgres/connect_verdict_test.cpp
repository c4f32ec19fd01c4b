#include <gmock/gmock.h>

#include "dialects/postgresql/connect/errors.hpp"
#include "dialects/postgresql/connect/verdict.hpp"

namespace athanor::testing {

namespace {

using postgresql::judge;
using ::testing::HasSubstr;
using Wait = postgresql::Verdict::Wait;

struct Case {
    const char* sqlstate;
    const char* text;
    Wait wait;
};

constexpr Case neon[] = {
    {"XX000", "Couldn't connect to compute node", Wait::some},
    {"XX000", "Couldn't connect to compute node: connection refused", Wait::some},
    {"XX000", "Control plane request failed", Wait::some},
    {"XX000", "Control plane request failed: endpoint cannot be found", Wait::none},
    {"XX000", "Control plane request failed: endpoint is disabled", Wait::none},
    {"XX000",
     "Control plane request failed: endpoint is temporarily unavailable. Check your quotas and/or contact our support.",
     Wait::long_},
    {"XX000",
     "Failed to acquire permit to connect to the database. Too many database connection attempts are currently "
     "ongoing.",
     Wait::long_},
    {"XX000", "Too many connections attempts", Wait::long_},
    {"XX000", "Too many connections to this endpoint. Please try again later.", Wait::long_},
    {"XX000", "Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support",
     Wait::none},
    {"XX000", "Inconsistent project name inferred from SNI ('a') and project option ('b').", Wait::none},
    {"XX000", "password authentication failed for user 'x'", Wait::none},
    {"XX000", "This IP address 10.0.0.1 is not allowed to connect to this endpoint.", Wait::none},
    {"XX000", "This connection is trying to access this endpoint from a blocked network.", Wait::none},
    {"XX000", "Authentication timed out", Wait::some},
    {"XX000", "Internal error", Wait::some},
    {"XX000", "Parameter 'user' is missing in startup packet.", Wait::none},
    {"XX000", "Project name ('a b') must contain only alphanumeric characters and hyphen.", Wait::none},
    {"XX000", "You have exceeded the limit of concurrently active endpoints.", Wait::none},
    {"XX000", "active endpoints limit exceeded", Wait::none},
    {"XX000", "Your account or project has exceeded the compute time quota. Upgrade your plan.", Wait::none},
    {"XX000", "connection is insecure (try using `sslmode=require`)", Wait::none},
};

constexpr Case poolers[] = {
    {"08P01", "unsupported startup parameter: search_path", Wait::none},
    {"08P01", "unsupported startup parameter in options: search_path", Wait::none},
    {"08P01", "no more connections allowed (max_client_conn)", Wait::long_},
    {"08P01", "query_wait_timeout", Wait::some},
    {"08P01", "server login has been failing, cached error: connect failed (server_login_retry)", Wait::some},
    {"08P01", "no such user", Wait::none},
};

constexpr Case servers[] = {
    {"53300", "sorry, too many clients already", Wait::long_},
    {"53300", "remaining connection slots are reserved for roles with the SUPERUSER attribute", Wait::long_},
    {"57P03", "the database system is starting up", Wait::some},
    {"57P03", "the database system is shutting down", Wait::some},
    {"57P01", "terminating connection due to administrator command", Wait::some},
    {"28P01", "password authentication failed for user \"x\"", Wait::none},
    {"28000", "no pg_hba.conf entry for host \"10.0.0.1\"", Wait::none},
    {"3D000", "database \"x\" does not exist", Wait::none},
    {"42501", "permission denied for database \"x\"", Wait::none},
    {"", "server closed the connection unexpectedly", Wait::some},
    {"", "SSL SYSCALL error: EOF detected", Wait::some},
    {"", "SSL connection has been closed unexpectedly", Wait::some},
    {"", "could not receive data from server: Connection reset by peer", Wait::some},
    {"", "Connection refused", Wait::some},
    {"", "No route to host", Wait::some},
    {"", "could not translate host name \"h\" to address: Temporary failure in name resolution", Wait::some},
    {"", "could not translate host name \"h\" to address: Name or service not known", Wait::none},
    {"", "SSL error: certificate verify failed", Wait::none},
    {"", "server certificate for \"a\" does not match host name \"b\"", Wait::none},
    {"", "server does not support SSL, but SSL was required", Wait::none},
    {"", "channel binding required, but server authenticated client without channel binding", Wait::none},
    {"", "root certificate file \"/x\" does not exist", Wait::none},
    {"", "received invalid response to SSL negotiation: H", Wait::none},
    {"", "something nobody has seen yet", Wait::none},
};

}  // namespace

TEST(PostgresVerdict, SortsWhatNeonsProxyThePoolersAndServersSay) {
    const auto check = [](const auto& cases) {
        for (const auto& one : cases) {
            const auto verdict = judge(one.sqlstate, one.text, false);
            EXPECT_EQ(verdict.wait, one.wait) << one.text;
            EXPECT_EQ(verdict.retryable, one.wait != Wait::none) << one.text;
            EXPECT_FALSE(verdict.hint.empty()) << one.text;
            EXPECT_TRUE(one.wait == Wait::none || !verdict.state.empty()) << one.text;
        }
    };
    check(neon);
    check(poolers);
    check(servers);
}

TEST(PostgresVerdict, ARefusedPortIsWaitedForOnlyElsewhere) {
    const auto here = judge("", "Connection refused", true);
    EXPECT_EQ(here.wait, Wait::none);
    EXPECT_TRUE(here.retryable);
    EXPECT_EQ(judge("57P03", "the database system is starting up", true).wait, Wait::some);
}

TEST(PostgresVerdict, ATimeoutIsNotRepeatedButMayBe) {
    const auto verdict = judge("", "timeout expired after 15 s", false);
    EXPECT_EQ(verdict.wait, Wait::none);
    EXPECT_TRUE(verdict.retryable);
    EXPECT_THAT(std::string(verdict.hint), HasSubstr("connect_timeout"));
}

TEST(PostgresVerdict, TheSqlstateIsFoundInTheVerboseText) {
    const auto failure = postgresql::connect_failure(
        "connection to server at \"h\" (10.0.0.1), port 5432 failed: FATAL:  53300: sorry, too many clients already\n"
        "LOCATION:  InitProcess, proc.c:353\n",
        false);
    EXPECT_EQ(failure.sqlstate, "53300");
    EXPECT_EQ(failure.message,
              "connection to server at \"h\" (10.0.0.1), port 5432 failed: FATAL:  sorry, too many clients already");
}

}  // namespace athanor::testing
