#include <gmock/gmock.h>

#include <athanor/core/error.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/postgresql/connect/destination.hpp"
#include "dialects/postgresql/connect/hosts.hpp"

namespace athanor::testing {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> hosts(const std::string& url) {
    std::vector<std::string> names;
    for (const auto& host : postgresql::hosts_of(make_url(url))) {
        names.push_back(host.to_string());
    }
    return names;
}

std::string complaint(const std::string& url) {
    return details_of<ArgumentError>([&] { (void)postgresql::hosts_of(make_url(url)); }).message;
}

postgresql::Destination destination(const std::string& url, const EngineOptions& options = {}) {
    return postgresql::destination_of(make_url(url), options);
}

}  // namespace

TEST(PostgresHosts, SeveralAreWrittenInTwoWays) {
    EXPECT_THAT(hosts("postgresql://u@/d?host=a:1&host=b:2"), ElementsAre("a:1", "b:2"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=a,b&port=1,2"), ElementsAre("a:1", "b:2"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=a,b&port=1&port=2"), ElementsAre("a:1", "b:2"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=a&host=b:2"), ElementsAre("a:5432", "b:2"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=a,b"), ElementsAre("a:5432", "b:5432"));
    EXPECT_THAT(hosts("postgresql://u@:6000/d?host=a,b"), ElementsAre("a:6000", "b:6000"));
}

TEST(PostgresHosts, OneIsWrittenInManyWays) {
    EXPECT_THAT(hosts("postgresql://u@h:5/d"), ElementsAre("h:5"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=h:5"), ElementsAre("h:5"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=h&port=5"), ElementsAre("h:5"));
    EXPECT_THAT(hosts("postgresql://u@[::1]:5/d"), ElementsAre("[::1]:5"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=[::1]:5"), ElementsAre("[::1]:5"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=::1"), ElementsAre("[::1]:5432"));
    EXPECT_THAT(hosts("postgresql://u@/d?host=/run/postgresql"), ElementsAre("/run/postgresql:5432"));
    EXPECT_THAT(hosts("postgresql:///d"), ElementsAre("the default host, port 5432"));
}

TEST(PostgresHosts, MixingTheTwoWaysIsRefused) {
    EXPECT_THAT(complaint("postgresql://u@/d?host=a:1&host=b:2&port=3,4"), HasSubstr("mixed"));
    EXPECT_THAT(complaint("postgresql://u@/d?host=a,b&host=c"), HasSubstr("mixed"));
    EXPECT_THAT(complaint("postgresql://u@/d?host=a:1&port=2"), HasSubstr("mixed"));
    EXPECT_THAT(complaint("postgresql://u@h/d?host=a"), HasSubstr("both behind the // and in its query"));
}

TEST(PostgresHosts, NumbersOfHostsAndPortsMustAgree) {
    EXPECT_THAT(complaint("postgresql://u@/d?host=a,b,c&port=1,2"), HasSubstr("3 hosts and 2 ports"));
    EXPECT_THAT(complaint("postgresql://u@/d?host=a,b&port=1"), HasSubstr("2 hosts and 1 ports"));
    EXPECT_THAT(complaint("postgresql://u@/d?host=a,b&hostaddr=127.0.0.1"), HasSubstr("2 hosts and 1 hostaddr"));
    EXPECT_THAT(complaint("postgresql://u@/d?host=a,,c"), HasSubstr("is empty"));
    for (const char* port : {"0", "65536", "-1", "x", "1x"}) {
        EXPECT_THAT(complaint(std::string("postgresql://u@/d?host=a&port=") + port), HasSubstr("1 to 65535")) << port;
    }
}

TEST(PostgresDestination, ThisMachineNeedsNoNetwork) {
    for (const char* url : {"postgresql:///d", "postgresql://u@localhost/d", "postgresql://127.1.2.3/d",
                            "postgresql://[::1]/d", "postgresql:///d?host=/run", "postgresql://db.LOCALHOST/d"}) {
        EXPECT_TRUE(destination(url).local) << url;
    }
    for (const char* url : {"postgresql://db.example.com/d", "postgresql://10.0.0.1/d", "postgresql://[fe80::1]/d",
                            "postgresql:///d?host=localhost,db", "postgresql://localhost/d?hostaddr=10.0.0.1"}) {
        EXPECT_FALSE(destination(url).local) << url;
    }
}

TEST(PostgresDestination, NeonsHostsSayWhetherTheyArePooled) {
    const auto direct = destination("postgres://u:p@ep-cool-night-123.eu-central-1.aws.neon.tech/db?sslmode=require");
    EXPECT_TRUE(direct.neon);
    EXPECT_FALSE(direct.pooled);
    EXPECT_EQ(direct.endpoint, "ep-cool-night-123");
    const auto pooled = destination("postgresql://u:p@ep-cool-night-123-POOLER.eu-central-1.aws.Neon.Tech/db");
    EXPECT_TRUE(pooled.neon);
    EXPECT_TRUE(pooled.pooled);
    EXPECT_EQ(pooled.endpoint, "ep-cool-night-123");
    const auto other = destination("postgresql://u:p@db.my-pooler.example.com/db");
    EXPECT_FALSE(other.neon);
    EXPECT_FALSE(other.pooled);
    EXPECT_EQ(other.endpoint, "");
}

TEST(PostgresDestination, WhoKnowsBetterSaysWhetherAPoolerIsThere) {
    EXPECT_TRUE(destination("postgresql://h/d?pgbouncer=true").pooled);
    EXPECT_FALSE(destination("postgresql://ep-x-pooler.neon.tech/d?pgbouncer=false").pooled);
    EXPECT_TRUE(destination("postgresql://h/d?pgbouncer=false", {.pooler = Pooler::transaction}).pooled);
    EXPECT_FALSE(destination("postgresql://ep-x-pooler.neon.tech/d", {.pooler = Pooler::none}).pooled);
    EXPECT_TRUE(destination("postgresql://h/d", {.connect_args = {{"pgbouncer", "true"}}}).pooled);
    EXPECT_THROW((void)destination("postgresql://h/d?pgbouncer=yes"), ArgumentError);
}

}  // namespace athanor::testing
