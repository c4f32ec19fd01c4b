#include <chrono>
#include <set>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/postgresql/connect/resolve.hpp"
#include "dialects/postgresql/driver.hpp"
#include "postgres/fake_server.hpp"
#include "support/closed_port.hpp"

namespace athanor::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Clock = std::chrono::steady_clock;

struct PostgresFaults : ::testing::Test {
    ScopedLogCapture log{LogLevel::warning};
    Clock::time_point start = Clock::now();

    static std::unique_ptr<DriverConnection> connect(const std::string& url, const EngineOptions& options = {}) {
        return postgresql::connect(make_url(url), options);
    }
    static ErrorDetails refused(const std::string& url, const EngineOptions& options = {}) {
        return details_of<OperationalError>([&] { (void)connect(url, options); });
    }
    [[nodiscard]] Clock::duration elapsed() const { return Clock::now() - start; }
    [[nodiscard]] std::vector<std::string> warnings() const { return log.messages("athanor.engine"); }
};

std::string url_of(const FakeServer& server) { return "postgresql://u:hidden-word@127.0.0.1:" + server.port() + "/d"; }

/// Refuses the first clients and welcomes the others.
std::function<Answer(int)> after(int times, Answer answer) {
    return [times, answer](int client) { return client < times ? answer : Answer{}; };
}

}  // namespace

TEST_F(PostgresFaults, ASleepingNeonComputeIsWaitedForAndSaidSo) {
    const FakeServer server(after(2, Answer::refuse("ERROR", "XX000", "Couldn't connect to compute node")));
    const auto connection = connect(url_of(server));
    EXPECT_TRUE(connection->is_open());
    EXPECT_EQ(server.clients(), 3);
    EXPECT_GE(elapsed(), 1400ms);  // at least half a second, then a whole one
    EXPECT_LT(elapsed(), 8s);
    ASSERT_THAT(warnings(), SizeIs(2));
    EXPECT_THAT(warnings()[0], AllOf(HasSubstr("is waking up: "), HasSubstr("Couldn't connect to compute node"),
                                     HasSubstr("(1 of 5)"), Not(HasSubstr("hidden-word"))));
}

TEST_F(PostgresFaults, AWrongPasswordIsNotTriedAgainWhateverItsSqlstate) {
    const FakeServer server(
        [](int) { return Answer::refuse("ERROR", "XX000", "password authentication failed for user 'u'"); });
    const auto details = refused(url_of(server));
    EXPECT_EQ(server.clients(), 1);
    EXPECT_LT(elapsed(), 1s);
    EXPECT_FALSE(details.retryable);
    EXPECT_EQ(details.sqlstate, "XX000");
    EXPECT_THAT(details.hint, HasSubstr("check the user and the password"));
    EXPECT_THAT(details.message, Not(HasSubstr("hidden-word")));
    EXPECT_THAT(warnings(), IsEmpty());
}

TEST_F(PostgresFaults, AStartingServerAndAFullOneAreWaitedFor) {
    const FakeServer starting(after(1, Answer::refuse("FATAL", "57P03", "the database system is starting up")));
    EXPECT_TRUE(connect(url_of(starting))->is_open());
    EXPECT_EQ(starting.clients(), 2);
    const FakeServer full(after(1, Answer::refuse("FATAL", "53300", "sorry, too many clients already")));
    EXPECT_TRUE(connect(url_of(full))->is_open());
    EXPECT_EQ(full.clients(), 2);
    ASSERT_THAT(warnings(), SizeIs(2));
    EXPECT_THAT(warnings()[0], HasSubstr("is starting or stopping"));
    EXPECT_THAT(warnings()[1], HasSubstr("takes no more connections now"));
}

TEST_F(PostgresFaults, AnEndBeforeTheFirstAnswerIsTriedAgain) {
    Answer gone;
    gone.kind = Answer::Kind::close;
    const FakeServer server(after(1, gone));
    EXPECT_TRUE(connect(url_of(server))->is_open());
    EXPECT_EQ(server.clients(), 2);
}

TEST_F(PostgresFaults, WhoNeverWakesUpIsGivenUpWithTheLastReason) {
    const FakeServer server([](int) { return Answer::refuse("ERROR", "XX000", "Control plane request failed"); });
    EngineOptions options;
    options.connect_retries = 1;
    const auto details = refused(url_of(server), options);
    EXPECT_EQ(server.clients(), 2);
    EXPECT_TRUE(details.retryable);
    EXPECT_THAT(details.message, HasSubstr("Control plane request failed"));
    options.connect_retries = 0;
    refused(url_of(server), options);
    EXPECT_EQ(server.clients(), 3);
    EXPECT_THAT(warnings(), SizeIs(1));
}

TEST_F(PostgresFaults, ASlowStartIsWaitedForAndSaidSo) {
    Answer slow;
    slow.delay_ms = 5000;
    const FakeServer server([&](int) { return slow; });
    EXPECT_TRUE(connect(url_of(server))->is_open());
    EXPECT_GE(elapsed(), 5s);
    ASSERT_THAT(warnings(), SizeIs(1));
    EXPECT_THAT(warnings()[0], HasSubstr("has not answered for 2 s; waiting for up to 15 s"));
}

TEST_F(PostgresFaults, ARefusedPortOfThisMachineAnswersWithinASecond) {
    for (const auto* host : {"127.0.0.1", "localhost", "[::1]"}) {
        start = Clock::now();
        const auto details = refused("postgresql://u@" + std::string(host) + ":" + closed_port() + "/d");
        EXPECT_LT(elapsed(), 1s) << host;
        EXPECT_TRUE(details.retryable);
        EXPECT_EQ(details.hint, "is the server running and the port right?");
    }
    start = Clock::now();
    refused("postgresql://u@/d?host=/no/such/folder");
    EXPECT_LT(elapsed(), 1s);
    EXPECT_THAT(warnings(), IsEmpty());
}

TEST_F(PostgresFaults, AServerElsewhereThatIsDownIsAskedAgainUntilItIsBack) {
    const auto port = closed_port();
    std::unique_ptr<FakeServer> server;
    std::thread later([&] {
        std::this_thread::sleep_for(1200ms);
        server = std::make_unique<FakeServer>([](int) { return Answer{}; }, port);
    });
    // The name says that it is elsewhere; the address keeps the test on this machine.
    const auto url = "postgresql://u@db.example.com:" + port + "/d?hostaddr=127.0.0.1&sslmode=disable";
    const auto first = refused(url, {.connect_retries = 0});
    EXPECT_LT(elapsed(), 1s);
    EXPECT_TRUE(first.retryable);
    const auto connection = connect(url);
    later.join();
    EXPECT_TRUE(connection->is_open());
    EXPECT_GE(warnings().size(), 1U);
    EXPECT_LE(warnings().size(), 4U);  // no busy loop
    EXPECT_THAT(warnings()[0], HasSubstr("cannot be reached"));
}

TEST_F(PostgresFaults, SilenceEndsAfterTheTimeoutOfEachHost) {
    Answer silence;
    silence.kind = Answer::Kind::silence;
    const FakeServer first([&](int) { return silence; });
    const FakeServer second([&](int) { return silence; });
    EngineOptions options;
    options.connect_timeout = 1;
    const auto details =
        refused("postgresql://u@/d?host=127.0.0.1:" + first.port() + "&host=127.0.0.1:" + second.port(), options);
    EXPECT_GE(elapsed(), 2s);
    EXPECT_LT(elapsed(), 3s);
    EXPECT_EQ(first.clients() + second.clients(), 2);
    EXPECT_THAT(details.message, AllOf(HasSubstr("127.0.0.1:" + first.port() + ": timeout expired after 1 s"),
                                       HasSubstr("127.0.0.1:" + second.port() + ": timeout expired after 1 s")));
    EXPECT_TRUE(details.retryable);
}

TEST_F(PostgresFaults, TheNextHostIsTriedWhenOneIsAwayOrSilent) {
    Answer silence;
    silence.kind = Answer::Kind::silence;
    const FakeServer silent([&](int) { return silence; });
    const FakeServer good;
    const auto url = "postgresql://u@/d?host=127.0.0.1,127.0.0.1,127.0.0.1&port=" + closed_port() + "," +
                     silent.port() + "," + good.port();
    EXPECT_TRUE(connect(url, {.connect_timeout = 1})->is_open());
    EXPECT_EQ(good.clients(), 1);
    EXPECT_LT(elapsed(), 3s);
}

TEST_F(PostgresFaults, AHostThatSaysNoEndsTheSearch) {
    const FakeServer strict([](int) { return Answer::refuse("FATAL", "28P01", "password authentication failed"); });
    const FakeServer other;
    refused("postgresql://u@/d?host=127.0.0.1:" + strict.port() + "&host=127.0.0.1:" + other.port());
    EXPECT_EQ(other.clients(), 0);
}

TEST_F(PostgresFaults, TheKindOfServerThatIsAskedForIsLookedFor) {
    Answer standby;
    standby.read_only = true;
    const FakeServer replica([&](int) { return standby; });
    const FakeServer primary;
    const auto url = "postgresql://u@/d?host=127.0.0.1:" + replica.port() + "&host=127.0.0.1:" + primary.port();
    (void)connect(url + "&target_session_attrs=read-write");
    EXPECT_EQ(primary.clients(), 1);
    const auto reversed = "postgresql://u@/d?host=127.0.0.1:" + primary.port() + "&host=127.0.0.1:" + replica.port();
    (void)connect(reversed + "&target_session_attrs=prefer-standby");
    EXPECT_EQ(primary.clients(), 2);
    EXPECT_EQ(replica.clients(), 2);
    const auto only = "postgresql://u@127.0.0.1:" + replica.port() + "/d?target_session_attrs=";
    EXPECT_TRUE(connect(only + "prefer-standby")->is_open());
    const auto details = refused(only + "primary");
    EXPECT_THAT(details.hint, HasSubstr("target_session_attrs"));
    const auto none = "postgresql://u@127.0.0.1:" + primary.port() + "/d?target_session_attrs=";
    EXPECT_TRUE(connect(none + "prefer-standby")->is_open());
    EXPECT_THAT(refused(none + "standby").message, HasSubstr("hot standby"));
}

TEST_F(PostgresFaults, RandomBalancingUsesEveryHost) {
    const FakeServer one;
    const FakeServer two;
    const auto url = "postgresql://u@/d?host=127.0.0.1:" + one.port() + "&host=127.0.0.1:" + two.port();
    for (int i = 0; i < 40; ++i) {
        (void)connect(url + "&load_balance_hosts=random");
    }
    EXPECT_GT(one.clients(), 0);  // wrong once in 10^12 times
    EXPECT_GT(two.clients(), 0);
    const int before = two.clients();
    (void)connect(url);
    EXPECT_EQ(two.clients(), before);
}

TEST_F(PostgresFaults, TheServerIsToldNoMoreThanAPoolerAllows) {
    const FakeServer server;
    EngineOptions options;
    options.application_name = "ledger";
    options.statement_timeout = 2;
    (void)connect(url_of(server), options);
    EXPECT_EQ(server.startup(), (FakeServer::Startup{{"user", "u"},
                                                     {"database", "d"},
                                                     {"application_name", "ledger"},
                                                     {"client_encoding", "UTF8"},
                                                     {"options", "-c statement_timeout=2000"}}));
    (void)connect(url_of(server) + "?pgbouncer=true", options);
    EXPECT_EQ(server.startup(),
              (FakeServer::Startup{
                  {"user", "u"}, {"database", "d"}, {"application_name", "ledger"}, {"client_encoding", "UTF8"}}));
}

TEST_F(PostgresFaults, ANameThatCannotBeResolvedInTimeIsGivenUp) {
    const auto slow = [](const std::string&) {
        std::this_thread::sleep_for(600ms);
        return postgresql::Resolved{{"127.0.0.1"}, ""};
    };
    const auto late = postgresql::resolve("slow.example", Clock::now() + 100ms, slow);
    EXPECT_LT(elapsed(), 500ms);
    EXPECT_THAT(late.error, AllOf(HasSubstr("timeout expired"), HasSubstr("slow.example")));
    const auto found = postgresql::resolve("slow.example", Clock::now() + 5s, slow);
    EXPECT_EQ(found.addresses, std::vector<std::string>{"127.0.0.1"});
}

TEST_F(PostgresFaults, AnUnknownHostIsNamedAtOnce) {
    const auto details = refused("postgresql://u:hidden-word@no-such-host.invalid/d", {.connect_retries = 0});
    EXPECT_THAT(details.message, AllOf(HasSubstr("no-such-host.invalid"), Not(HasSubstr("hidden-word"))));
    EXPECT_THAT(details.hint, HasSubstr("host name"));
}

}  // namespace athanor::testing
