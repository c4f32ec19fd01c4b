#include <cstdlib>
#include <random>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/postgresql/connect/keywords.hpp"
#include "dialects/postgresql/connect/plan.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The value that libpq is given for the first host, "-" if none.
std::string given(const std::string& url, std::string_view key, const EngineOptions& options = {}) {
    const auto plan = postgresql::plan_of(make_url(url), options);
    const auto parameters = plan.parameters_for(plan.hosts[0]);
    const auto* const value = postgresql::find(parameters, key);
    return value != nullptr ? *value : "-";
}

ErrorDetails refused(const std::string& url, const EngineOptions& options = {}) {
    return details_of<ArgumentError>([&] { (void)create_engine(url, options); });
}

ErrorDetails refused_by(int version, const std::string& url) {
    return details_of<ArgumentError>([&] { (void)postgresql::keywords_of(make_url(url), version); });
}

std::string with_libpq(int version, const std::string& url, std::string_view key) {
    const auto parameters = postgresql::keywords_of(make_url(url), version);
    const auto* const value = postgresql::find(parameters, key);
    return value != nullptr ? *value : "-";
}

/// A variable of the environment for the time of a test.
class Environment {
public:
    Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~Environment() { unsetenv(name_); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const char* name_;
};

}  // namespace

TEST(PostgresUrl, AnUnknownKeyIsRefusedWhenTheEngineIsMade) {
    const auto details = refused("postgresql://h/d?sslmod=require");
    EXPECT_EQ(details.message, "the database URL has an unknown query key \"sslmod\"");
    EXPECT_EQ(details.hint, "did you mean \"sslmode\"?");
    EXPECT_EQ(refused("postgresql://h/d", {.connect_args = {{"aplication_name", "x"}}}).message,
              "connect_args has an unknown query key \"aplication_name\"");
}

TEST(PostgresUrl, KeysOfOtherProgramsSayWhatDoesTheSameHere) {
    EXPECT_THAT(refused("postgresql://h/d?pool_timeout=10").hint, HasSubstr("option of create_engine"));
    EXPECT_THAT(refused("postgresql://h/d?connection_limit=10").hint, HasSubstr("pool_size"));
    EXPECT_THAT(refused("postgresql://h/d?service=x").hint, HasSubstr("PGSERVICE"));
    EXPECT_THROW((void)create_engine("postgresql://h/d?client_encoding=LATIN1"), ArgumentError);
}

TEST(PostgresUrl, EverySpellingOfTheSchemeMeansTheSame) {
    for (const char* scheme : {"postgresql", "postgresql+psycopg2", "postgresql+psycopg", "postgres"}) {
        EXPECT_EQ(create_engine(std::string(scheme) + "://u:p@h:5432/d").dialect().name(), "postgresql") << scheme;
    }
}

TEST(PostgresUrl, PartsBecomeKeywords) {
    const std::string url = "postgresql://u%40x:p%20w@h.example:6543/d%2Fb?passfile=/tmp/a+b";
    EXPECT_EQ(given(url, "user"), "u@x");
    EXPECT_EQ(given(url, "password"), "p w");
    EXPECT_EQ(given(url, "host"), "h.example");
    EXPECT_EQ(given(url, "port"), "6543");
    EXPECT_EQ(given(url, "dbname"), "d/b");
    EXPECT_EQ(given(url, "passfile"), "/tmp/a b");
}

TEST(PostgresUrl, KeysThatAnOlderLibpqLacksAreTranslatedOrRefusedButNeverDropped) {
    const TempDir folder;
    folder.write("roots.pem", "");
    const auto roots = (folder / "roots.pem").string();
    const Environment here("SSL_CERT_FILE", roots.c_str());
    const std::string system = "postgresql://h/d?sslrootcert=system";
    EXPECT_EQ(with_libpq(150'018, system, "sslrootcert"), roots);
    EXPECT_EQ(with_libpq(150'018, system, "sslmode"), "verify-full");
    EXPECT_EQ(with_libpq(160'000, system, "sslrootcert"), "system");
    EXPECT_THAT(refused_by(150'018, system + "&sslmode=require").message, HasSubstr("sslmode=require"));

    EXPECT_EQ(with_libpq(150'018, "postgresql://h/d?sslnegotiation=postgres", "sslnegotiation"), "-");
    EXPECT_EQ(with_libpq(170'000, "postgresql://h/d?sslnegotiation=direct", "sslnegotiation"), "direct");
    EXPECT_THAT(refused_by(150'018, "postgresql://h/d?sslnegotiation=direct").message,
                AllOf(HasSubstr("\"sslnegotiation\""), HasSubstr("needs libpq 17"), HasSubstr("libpq 15.18")));
    EXPECT_THAT(refused_by(150'018, "postgresql://h/d?require_auth=scram-sha-256").hint,
                HasSubstr("channel_binding=require"));
    EXPECT_EQ(with_libpq(160'000, "postgresql://h/d?require_auth=scram-sha-256", "require_auth"), "scram-sha-256");
    // Done by the library itself, with every libpq.
    EXPECT_EQ(with_libpq(180'000, "postgresql://h/d?load_balance_hosts=random", "load_balance_hosts"), "-");
    EXPECT_THAT(refused_by(150'018, "postgresql://h/d?load_balance_hosts=randm").hint, HasSubstr("\"random\""));
}

TEST(PostgresUrl, WhateverAUrlHoldsItIsAPlanOrAnArgumentErrorWithoutThePassword) {
    constexpr std::string_view seeds[] = {
        "postgresql://u:Xq7pw9@h:5432/d?sslmode=require&channel_binding=require&connect_timeout=3",
        "postgresql://u:Xq7pw9@/d?host=a:1&host=[::1]:2&target_session_attrs=any&load_balance_hosts=random",
        "postgres://u:Xq7pw9@ep-x-1-pooler.aws.neon.tech/d?options=endpoint%3Dep-x&sslnegotiation=postgres",
        "postgresql://u:Xq7pw9@/d?host=a,b&port=1,2&hostaddr=127.0.0.1,10.0.0.1&pgbouncer=true",
    };
    constexpr std::string_view letters = ":/?#[]@&=,%-.0123456789abcdefghosttrue+ ";
    std::mt19937 random(7);
    int planned = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text(seeds[random() % std::size(seeds)]);
        const auto first = text.find('@') + 1;
        for (auto left = random() % 4; left > 0; --left) {
            const auto at = first + random() % (text.size() - first + 1);
            random() % 2 == 0 ? text.insert(at, 1, letters[random() % letters.size()]) : text.erase(at, 1);
        }
        try {
            const auto plan = postgresql::plan_of(make_url(text), {});
            ASSERT_FALSE(plan.hosts.empty()) << text;
            ++planned;
        } catch (const ArgumentError& error) {
            ASSERT_EQ(std::string_view(error.what()).find("Xq7pw9"), std::string_view::npos) << text;
        }
    }
    EXPECT_GT(planned, 2'000);
    EXPECT_LT(planned, 19'000);
}

TEST(PostgresUrl, OtherSpellingsOfTlsAreUnderstood) {
    EXPECT_EQ(given("postgresql://h/d?ssl=true", "sslmode"), "require");
    EXPECT_EQ(given("postgresql://localhost/d?sslmode=no-verify", "sslmode"), "require");
    EXPECT_EQ(given("postgresql://h/d?channel_binding=require", "channel_binding"), "require");
    EXPECT_THAT(refused("postgresql://h/d?sslmode=requre").hint, HasSubstr("\"require\""));
    EXPECT_THAT(refused("postgresql://h/d?sslmode=x").hint, HasSubstr("write one of them"));
    EXPECT_THAT(refused("postgresql://h/d?pgbouncer=on").hint, HasSubstr("write pgbouncer=true"));
    EXPECT_THROW((void)create_engine("postgresql://h/d?ssl=maybe"), ArgumentError);
}

TEST(PostgresTls, IsRequiredForEveryHostButThisMachine) {
    EXPECT_EQ(given("postgresql://db.example.com/d", "sslmode"), "require");
    EXPECT_EQ(given("postgresql://10.0.0.1/d", "sslmode"), "require");
    EXPECT_EQ(given("postgresql://localhost/d?hostaddr=10.0.0.1", "sslmode"), "require");
    EXPECT_EQ(given("postgresql://127.0.0.1/d", "sslmode"), "-");
    EXPECT_EQ(given("postgresql:///d?host=/run/postgresql", "sslmode"), "-");
}

TEST(PostgresTls, AnExplicitModeWins) {
    EXPECT_EQ(given("postgresql://db.example.com/d?sslmode=disable", "sslmode"), "disable");
    EXPECT_EQ(given("postgresql://localhost/d?sslmode=verify-full", "sslmode"), "verify-full");
    EXPECT_EQ(given("postgresql://db.example.com/d", "sslmode", {.connect_args = {{"sslmode", "prefer"}}}), "prefer");
    const Environment environment("PGSSLMODE", "prefer");
    EXPECT_EQ(given("postgresql://db.example.com/d", "sslmode"), "-");  // libpq takes it from there
}

TEST(PostgresTls, EachOfSeveralHostsIsDecidedForItself) {
    const auto plan = postgresql::plan_of(make_url("postgresql:///d?host=localhost&host=db.example.com"), {});
    const auto here = plan.parameters_for(plan.hosts[0]);
    const auto there = plan.parameters_for(plan.hosts[1]);
    EXPECT_EQ(postgresql::find(here, "sslmode"), nullptr);
    ASSERT_NE(postgresql::find(there, "sslmode"), nullptr);
    EXPECT_EQ(*postgresql::find(there, "sslmode"), "require");
}

TEST(PostgresNeon, TheEndpointIsNamedOnlyWhereTheTlsHandshakeCannot) {
    const std::string url = "postgresql://u:p@ep-x-1-pooler.eu.aws.neon.tech/d";
    EXPECT_EQ(given(url, "options"), "-");  // libpq 14 or newer
    EXPECT_EQ(given(url + "?sslsni=0", "options"), "endpoint=ep-x-1-pooler");
    EXPECT_EQ(given(url + "?sslsni=0&options=endpoint%3Dep-x-1", "options"), "endpoint=ep-x-1");
}

TEST(PostgresOptions, ConnectArgsWinOverTheUrlAndTheUrlOverOptions) {
    const std::string url = "postgresql://u:p@h:1/d?application_name=url&connect_timeout=7&keepalives_idle=3";
    EngineOptions options;
    options.application_name = "option";
    options.connect_timeout = 9;
    EXPECT_EQ(given("postgresql://h/d", "application_name", options), "option");
    EXPECT_EQ(given(url, "application_name", options), "url");
    EXPECT_EQ(given(url, "keepalives_idle", options), "3");
    EXPECT_EQ(postgresql::plan_of(make_url("postgresql://h/d"), options).host_limit.count(), 9);
    EXPECT_EQ(postgresql::plan_of(make_url(url), options).host_limit.count(), 7);
    options.connect_args = {{"application_name", "argument"},
                            {"connect_timeout", "5"},
                            {"host", "other"},
                            {"port", "2"},
                            {"user", "v"},
                            {"password", "q"},
                            {"dbname", "e"}};
    EXPECT_EQ(given(url, "application_name", options), "argument");
    EXPECT_EQ(given(url, "host", options), "other");
    EXPECT_EQ(given(url, "port", options), "2");
    EXPECT_EQ(given(url, "user", options), "v");
    EXPECT_EQ(given(url, "password", options), "q");
    EXPECT_EQ(given(url, "dbname", options), "e");
    EXPECT_EQ(postgresql::plan_of(make_url(url), options).host_limit.count(), 5);
    EXPECT_THROW((void)given("postgresql://h/d?connect_timeout=soon", "host"), ArgumentError);
}

TEST(PostgresOptions, AStatementTimeoutIsADefaultOfTheSessionWhereTheSessionIsOnesOwn) {
    EngineOptions options;
    options.statement_timeout = 2.5;
    EXPECT_EQ(given("postgresql://h/d", "options", options), "-c statement_timeout=2500");
    EXPECT_EQ(given("postgresql://h/d?options=-c%20jit%3Doff", "options", options),
              "-c statement_timeout=2500 -c jit=off");
    EXPECT_EQ(given("postgresql://h/d?pgbouncer=true", "options", options), "-");
}

TEST(PostgresOptions, WhatTheEnvironmentSaysFillsTheGaps) {
    const Environment host("PGHOST", "from-environment");
    const Environment port("PGPORT", "7777");
    EXPECT_EQ(given("postgresql:///d", "host"), "from-environment");
    EXPECT_EQ(given("postgresql:///d", "port"), "7777");
    EXPECT_EQ(given("postgresql:///d", "sslmode"), "require");
    EXPECT_EQ(given("postgresql://h:1/d", "host"), "h");
    EXPECT_EQ(given("postgresql://h:1/d", "port"), "1");
}

}  // namespace athanor::testing
