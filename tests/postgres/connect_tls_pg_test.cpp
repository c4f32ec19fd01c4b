#include <cstdlib>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "postgres.hpp"
#include "support/tls_server.hpp"

namespace athanor::testing {

namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// One server for all these tests: starting it takes a second.
struct PostgresTlsInUse : ::testing::Test {
    static inline std::unique_ptr<TlsServer> server;
    static void SetUpTestSuite() { server = std::make_unique<TlsServer>(); }
    static void TearDownTestSuite() { server.reset(); }

    static std::string ask(const std::string& url, const std::string& sql) {
        return create_engine(url).connect().exec_driver_sql(sql).rows.at(0).at(0).as_string();
    }
    static std::string encrypted(const std::string& url) {
        return ask(url, "SELECT CASE WHEN ssl THEN version ELSE 'none' END FROM pg_stat_ssl "
                        "WHERE pid = pg_backend_pid()");
    }
    static ErrorDetails refused(const std::string& url) {
        return details_of<OperationalError>([&] { (void)create_engine(url).connect(); });
    }
};

}  // namespace

TEST_F(PostgresTlsInUse, IsUsedForEveryHostWithoutBeingAskedFor) {
    EXPECT_EQ(encrypted(server->url()), "TLSv1.3");
    EXPECT_EQ(encrypted(server->url() + "&sslmode=disable"), "none");
}

TEST_F(PostgresTlsInUse, TheRightHostAndAuthorityAreAccepted) {
    const auto url = server->url() + "&sslmode=verify-full&sslrootcert=";
    EXPECT_EQ(encrypted(url + server->authority()), "TLSv1.3");
    EXPECT_EQ(encrypted(url + server->authority() + "&channel_binding=require"), "TLSv1.3");
}

TEST_F(PostgresTlsInUse, SystemMeansTheAuthoritiesOfThisMachine) {
    const char* const before = std::getenv("SSL_CERT_FILE");
    const std::string kept = before != nullptr ? before : "";
    setenv("SSL_CERT_FILE", server->authority().c_str(), 1);
    EXPECT_EQ(encrypted(server->url() + "&sslrootcert=system"), "TLSv1.3");
    const auto details = refused(server->url("wrong.example.com") + "&sslrootcert=system");
    setenv("SSL_CERT_FILE", server->other_authority().c_str(), 1);
    EXPECT_THAT(refused(server->url() + "&sslrootcert=system").message, HasSubstr("certificate verify failed"));
    if (before != nullptr) {
        setenv("SSL_CERT_FILE", kept.c_str(), 1);
    } else {
        unsetenv("SSL_CERT_FILE");
    }
    EXPECT_THAT(details.message, HasSubstr("does not match host name"));
}

TEST_F(PostgresTlsInUse, AnotherHostAnotherAuthorityAndAnOldCertificateAreRefused) {
    const std::string verify = "&sslmode=verify-full&sslrootcert=";
    const auto host = refused(server->url("wrong.example.com") + verify + server->authority());
    EXPECT_THAT(host.message, AllOf(HasSubstr("db.example.com"), HasSubstr("does not match host name"),
                                    HasSubstr("wrong.example.com")));
    const auto authority = refused(server->url() + verify + server->other_authority());
    EXPECT_THAT(authority.message, HasSubstr("certificate verify failed"));
    server->use("expired");
    const auto expired = refused(server->url() + verify + server->authority());
    server->use("good");
    EXPECT_THAT(expired.message, HasSubstr("certificate verify failed"));
    for (const auto& details : {host, authority, expired}) {
        EXPECT_THAT(details.hint, HasSubstr("sslrootcert"));
        EXPECT_FALSE(details.retryable);
    }
    EXPECT_EQ(encrypted(server->url() + verify + server->authority()), "TLSv1.3");
}

TEST_F(PostgresTlsInUse, ChannelBindingIsNotGivenUpSilently) {
    auto url = make_url(server->url() + "&channel_binding=require");
    url.username = "trusted";
    const auto details = details_of<OperationalError>([&] { (void)create_engine(url).connect(); });
    EXPECT_THAT(details.message, HasSubstr("channel binding required"));
    EXPECT_THAT(details.hint, HasSubstr("channel_binding"));
}

TEST_F(PostgresTlsInUse, AServerWithoutTlsIsRefusedUnlessTheHostIsThisMachine) {
    PostgresUrlParts parts;
    parts.host = "db.example.com";
    const auto elsewhere = with_parts(postgres_url(), parts) + "?hostaddr=127.0.0.1";
    const auto details = refused(elsewhere);
    EXPECT_THAT(details.message, HasSubstr("server does not support SSL, but SSL was required"));
    EXPECT_THAT(details.hint, HasSubstr("sslmode=disable"));
    EXPECT_EQ(encrypted(elsewhere + "&sslmode=disable"), "none");
    EXPECT_EQ(encrypted(postgres_url()), "none");
}

}  // namespace athanor::testing
