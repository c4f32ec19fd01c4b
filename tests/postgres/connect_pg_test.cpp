#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/postgresql/driver.hpp"
#include "postgres.hpp"

namespace athanor::testing {

namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

ErrorDetails refusal(const std::string& url, const EngineOptions& options = {}) {
    return details_of<OperationalError>([&] { (void)postgresql::connect(make_url(url), options); });
}

/// A port of this machine that takes connections and never answers, or, closed, one that refuses them.
class SilentPort {
public:
    SilentPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (bind(socket_, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(socket_, 8) != 0 ||
            getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
            throw std::runtime_error("no port is free");
        }
        number_ = ntohs(address.sin_port);
    }
    ~SilentPort() { stop(); }
    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;
    void stop() {
        if (socket_ >= 0) {
            close(socket_);
            socket_ = -1;
        }
    }
    std::string number() const { return std::to_string(number_); }

private:
    int socket_;
    int number_ = 0;
};

}  // namespace

TEST(PostgresConnect, RefusedSaysWhatToCheck) {
    SilentPort port;
    port.stop();
    const auto details = refusal("postgresql://someone:hidden-word@127.0.0.1:" + port.number() + "/budget");
    EXPECT_THAT(details.message, AllOf(HasSubstr("127.0.0.1:" + port.number()), HasSubstr("\"someone\""),
                                       HasSubstr("\"budget\""), HasSubstr("refused"), Not(HasSubstr("hidden-word"))));
    EXPECT_EQ(details.hint, "is the server running and the port right?");
}

TEST(PostgresConnect, ASilentServerIsGivenUpAfterTheTimeout) {
    const SilentPort port;
    EngineOptions options;
    options.connect_timeout = 1;
    const auto start = std::chrono::steady_clock::now();
    const auto details = refusal("postgresql://u@127.0.0.1:" + port.number() + "/d", options);
    EXPECT_THAT(details.message, HasSubstr("timeout expired after 1 s"));
    const auto elapsed = std::chrono::steady_clock::now() - start;
    EXPECT_GE(elapsed, std::chrono::milliseconds(900));
    EXPECT_LT(elapsed, std::chrono::seconds(8));
}

TEST(PostgresConnect, AnUnknownHostIsNamed) {
    const auto details = refusal("postgresql://u@no-such-host.invalid/d");
    EXPECT_THAT(details.message, HasSubstr("no-such-host.invalid"));
    EXPECT_THAT(details.hint, HasSubstr("host name"));
}

TEST(PostgresConnect, AWrongPasswordNamesTheUserAndNotThePassword) {
    PostgresUrlParts parts;
    parts.password = "wrong-hidden-word";
    const auto details = refusal(with_parts(postgres_url(), parts));
    EXPECT_EQ(details.sqlstate, "28P01");
    EXPECT_THAT(details.message, AllOf(HasSubstr("password authentication failed"), Not(HasSubstr("hidden-word")),
                                       Not(HasSubstr("28P01")), Not(HasSubstr("LOCATION"))));
    EXPECT_THAT(details.hint, HasSubstr("check the user and the password"));
}

TEST(PostgresConnect, AMissingDatabaseIsNamed) {
    PostgresUrlParts parts;
    parts.database = "no_such_database";
    const auto details = refusal(with_parts(postgres_url(), parts));
    EXPECT_EQ(details.sqlstate, "3D000");
    EXPECT_THAT(details.message, HasSubstr("no_such_database"));
    EXPECT_THAT(details.hint, HasSubstr("CREATE DATABASE"));
}

TEST(PostgresConnect, AServerWithoutTlsIsRefusedWhereTlsIsRequired) {
    const auto details = refusal(postgres_url() + "?sslmode=require");
    EXPECT_THAT(details.message, HasSubstr("SSL"));
    EXPECT_THAT(details.hint, HasSubstr("sslmode"));
}

TEST(PostgresConnect, AnUnknownQueryKeyIsNamedWithTheOneThatWasMeant) {
    const auto details =
        details_of<ArgumentError>([] { (void)postgresql::connect(make_url(postgres_url() + "?sslmod=require"), {}); });
    EXPECT_THAT(details.message, HasSubstr("\"sslmod\""));
    EXPECT_EQ(details.hint, "did you mean \"sslmode\"?");
}

}  // namespace athanor::testing
