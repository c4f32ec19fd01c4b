// Each fault that the doctor explains, made by a real server, a proxy before it, or a listener that plays one.

#include <athanor/engine/engine.hpp>
#include <athanor/orm.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "doctor/findings.hpp"
#include "support/closed_port.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using State = FindingState;

struct Note : Model<Note> {
    static constexpr auto table_name = "notes";
    Mapped<int, primary_key> id;
};
using Notes = Schema<Note>;

class PostgresqlDoctor : public ::testing::Test {
protected:
    /// What it finds, after a look that no output holds the password.
    std::vector<Finding> look(const std::string& url, const EngineOptions& options = {}) const {
        auto findings = diagnose(url, options, &Notes::metadata());
        const auto password = make_url(url).password.value_or("");
        if (!password.empty()) {
            EXPECT_THAT(::testing::PrintToString(findings), Not(HasSubstr(password)));
        }
        return findings;
    }
    [[nodiscard]] std::string with(const PostgresUrlParts& parts) const { return with_parts(database.url(), parts); }

    PostgresDatabase database;
};

TEST_F(PostgresqlDoctor, FindsAllWellOnAServerOfThisMachine) {
    Notes::create_all(create_engine(database.url()));
    const auto findings = look(database.url());
    EXPECT_THAT(names_of(findings), ElementsAre("url", "resolve", "connect", "tls", "authentication", "server",
                                                "pooler", "access", "pool", "round trip", "schema"));
    for (const auto& finding : findings) {
        EXPECT_EQ(finding.state, State::ok) << ::testing::PrintToString(finding);
    }
    EXPECT_THAT(find(findings, "url").text, HasSubstr(":***@"));
    EXPECT_THAT(find(findings, "server").text, HasSubstr("PostgreSQL 1"));
    EXPECT_THAT(find(findings, "authentication").text, HasSubstr(database.name()));
}

TEST_F(PostgresqlDoctor, AWrongPassword) {
    PostgresUrlParts parts;
    parts.password = "wrong-sesame";
    const auto findings = look(with(parts));
    EXPECT_THAT(find(findings, "connect"), Says(State::ok, ""));
    EXPECT_THAT(find(findings, "authentication"), Says(State::failed, "password authentication failed", "password"));
    EXPECT_EQ(findings.back().name, "authentication");
}

TEST_F(PostgresqlDoctor, ADatabaseThatIsNotThere) {
    PostgresUrlParts parts;
    parts.database = "no_such_database";
    EXPECT_THAT(find(look(with(parts)), "authentication"), Says(State::failed, "does not exist", "create"));
}

TEST_F(PostgresqlDoctor, AnUnknownHost) {
    PostgresUrlParts parts;
    parts.host = "no-such-host.invalid";
    const auto findings = look(with(parts));
    EXPECT_THAT(find(findings, "resolve"), Says(State::failed, R"(host name "no-such-host.invalid")", "host name"));
    EXPECT_EQ(findings.back().name, "resolve");
}

TEST_F(PostgresqlDoctor, AWrongPort) {
    PostgresUrlParts parts;
    parts.port = closed_port();
    EXPECT_THAT(find(look(with(parts)), "connect"), Says(State::failed, "refused", "port"));
}

TEST_F(PostgresqlDoctor, TlsThatTheServerRefuses) {
    const auto findings = look(database.url() + "?sslmode=require");
    EXPECT_THAT(find(findings, "connect"), Says(State::ok, "reached"));
    EXPECT_THAT(find(findings, "tls"), Says(State::failed, "SSL", "sslmode"));
}

TEST_F(PostgresqlDoctor, AServerThatWasAsleep) {
    FaultProxy proxy(database.url());
    proxy.refuse_logins({.message = "Couldn't connect to compute node", .severity = "ERROR", .sqlstate = "XX000"});
    Notes::create_all(create_engine(database.url()));
    const auto findings = look(proxy.url(database.url()));
    EXPECT_THAT(find(findings, "connect"), Says(State::warning, "Couldn't connect to compute node", "asleep"));
    EXPECT_THAT(find(findings, "schema"), Says(State::ok, ""));
    EXPECT_FALSE(any_failed(findings));
}

TEST_F(PostgresqlDoctor, AServerThatDoesNotWake) {
    FaultProxy proxy(database.url());
    proxy.refuse_logins({.message = "the database system is starting up"}, 100);
    EngineOptions options;
    options.connect_retries = 1;
    EXPECT_THAT(find(look(proxy.url(database.url()), options), "connect"),
                Says(State::failed, "starting up", "starting"));
}

TEST_F(PostgresqlDoctor, AServerThatIsFull) {
    FaultProxy proxy(database.url());
    proxy.refuse_logins({.message = "sorry, too many clients already", .sqlstate = "53300"}, 100);
    EXPECT_THAT(find(look(proxy.url(database.url())), "connect"), Says(State::failed, "too many clients", "pool_size"));
}

TEST_F(PostgresqlDoctor, AServerThatOnlyReads) {
    database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    EXPECT_THAT(find(look(database.url()), "access"),
                Says(State::warning, "default_transaction_read_only is on", "switch it off"));
}

TEST_F(PostgresqlDoctor, APooledUrlWithoutADirectOneCannotCreateTables) {
    const auto findings = look(database.url() + "?pgbouncer=true");
    EXPECT_THAT(find(findings, "pooler"),
                Says(State::warning, "create_all needs a connection of its own", "direct_url"));
    EXPECT_THAT(find(findings, "schema"), Says(State::failed, "not there yet"));
    EXPECT_THAT(find(look(database.url() + "?pgbouncer=true", {.direct_url = database.url()}), "pooler"),
                Says(State::ok, "DDL goes to postgresql://"));
}

TEST_F(PostgresqlDoctor, APoolThatIsLargerThanTheServer) {
    EXPECT_THAT(find(look(database.url(), {.pool_size = 90, .max_overflow = 20}), "pool"),
                Says(State::warning, "up to 110 connections; the server has 97", "max_connections"));
}

TEST_F(PostgresqlDoctor, SaysThatNoTableIsThere) {
    EXPECT_THAT(find(look(database.url()), "schema"), Says(State::failed, "not there yet", "create_all"));
}

TEST_F(PostgresqlDoctor, AnUnknownParameterOfTheUrl) {
    const auto findings = look(database.url() + "?sslmod=require");
    EXPECT_TRUE(any_failed(findings));
    EXPECT_THAT(findings.back(), Says(State::failed, "sslmod", "sslmode"));
}

}  // namespace
}  // namespace athanor::testing
