#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/core/url.hpp>

namespace athanor {
namespace {

TEST(URL, ReadsAllParts) {
    const auto url = make_url("postgresql+psycopg://scott:tiger@db.example.com:5433/budget?sslmode=require&a=1");
    EXPECT_EQ(url.drivername, "postgresql+psycopg");
    EXPECT_EQ(url.dialect(), "postgresql");
    EXPECT_EQ(url.driver(), "psycopg");
    EXPECT_EQ(url.username, "scott");
    EXPECT_EQ(url.password, "tiger");
    EXPECT_EQ(url.host, "db.example.com");
    EXPECT_EQ(url.port, 5433);
    EXPECT_EQ(url.database, "budget");
    EXPECT_EQ(url.query, (URL::Query{{"sslmode", "require"}, {"a", "1"}}));
    EXPECT_EQ(url.query_value("sslmode"), "require");
    EXPECT_EQ(url.query_value("missing"), std::nullopt);
}

TEST(URL, LeavesOutWhatIsNotThere) {
    const auto url = make_url("postgresql://localhost");
    EXPECT_EQ(url.username, std::nullopt);
    EXPECT_EQ(url.password, std::nullopt);
    EXPECT_EQ(url.port, std::nullopt);
    EXPECT_EQ(url.database, "");
    EXPECT_EQ(make_url("postgresql://u@h").username, "u");
    EXPECT_EQ(make_url("postgresql://u@h").password, std::nullopt);
    EXPECT_EQ(make_url("postgresql://u:@h").password, "");
    EXPECT_EQ(make_url("postgresql:///db?host=/var/run/postgresql").query_value("host"), "/var/run/postgresql");
}

TEST(URL, KnowsTheDialectOfEverySpelling) {
    EXPECT_EQ(make_url("postgres://h/db").dialect(), "postgresql");
    EXPECT_EQ(make_url("postgresql+psycopg2://h/db").dialect(), "postgresql");
    EXPECT_EQ(make_url("sqlite://").dialect(), "sqlite");
    EXPECT_EQ(make_url("oracle://h").dialect(), "oracle");
    EXPECT_EQ(make_url("sqlite://").driver(), "");
}

TEST(URL, ReadsTheFourKindsOfSqlite) {
    EXPECT_EQ(make_url("sqlite:///budget.db").database, "budget.db");
    EXPECT_EQ(make_url("sqlite:////var/lib/budget.db").database, "/var/lib/budget.db");
    EXPECT_EQ(make_url("sqlite://").database, "");
    EXPECT_EQ(make_url("sqlite:///:memory:").database, ":memory:");
    EXPECT_EQ(make_url("sqlite:///file:x.db?mode=ro&uri=true").database, "file:x.db");
}

TEST(URL, RefusesAnSqliteUrlWithAHost) {
    for (const char* text : {"sqlite://budget.db", "sqlite://u@/x.db", "sqlite://u:p@/x.db", "sqlite://:80/x.db"}) {
        EXPECT_THROW(make_url(text), ArgumentError) << text;
    }
}

TEST(URL, AllowsSpecialCharactersInThePassword) {
    EXPECT_EQ(make_url("postgresql://u:a:/?#b@h/db").password, "a:/?#b");
    EXPECT_EQ(make_url("postgresql://u:a%40b%2B+c@h/db").password, "a@b++c");
    EXPECT_EQ(make_url("postgresql://u%3Ax:p@h/db").username, "u:x");
    EXPECT_EQ(make_url("postgresql://u:100%zz@h/db").password, "100%zz");
    const auto split = make_url("postgresql://u:p@ss@h/db");
    EXPECT_EQ(split.password, "p");
    EXPECT_EQ(split.host, "ss@h");
}

TEST(URL, ReadsIpv6Hosts) {
    const auto url = make_url("postgresql://u@[2001:db8::1]:5432/db");
    EXPECT_EQ(url.host, "2001:db8::1");
    EXPECT_EQ(url.port, 5432);
    EXPECT_EQ(url.render(), "postgresql://u@[2001:db8::1]:5432/db");
    EXPECT_THROW(make_url("postgresql://[::1/db"), ArgumentError);
    EXPECT_THROW(make_url("postgresql://[::1]x/db"), ArgumentError);
}

TEST(URL, ReadsTheQueryAsAForm) {
    const auto url = make_url("postgresql://h/d%2Fb?a=&b=1+2&c&b=%26&host=h1:1&host=h2:2");
    EXPECT_EQ(url.database, "d/b");
    EXPECT_EQ(url.query, (URL::Query{{"b", "1 2"}, {"b", "&"}, {"host", "h1:1"}, {"host", "h2:2"}}));
}

TEST(URL, ErrorsNeverContainAnyPartOfIt) {
    for (const char* text :
         {"hunter2", "", "://hunter2", "postgresql:/hunter2", "post gres://u:hunter2@h",
          "postgresql://u:hunter2@h:abc/db", "postgresql://u:hunter2@h:/db", "postgresql://u:hunter2@h:0/db",
          "postgresql://u:hunter2@h:65536/db", "postgresql://u:hunter2@h:-1/db", "postgresql://u:hunter2@h: 12 /db",
          "postgresql://u:hunter2%00@h/db", "postgresql://u@h/db?password=hunter2%00", "sqlite://u:hunter2@/x.db"}) {
        try {
            make_url(text);
            ADD_FAILURE() << "accepted: " << text;
        } catch (const ArgumentError& error) {
            EXPECT_EQ(std::string(error.what()).find("hunter2"), std::string::npos) << error.what();
            EXPECT_NE(error.hint(), "");
        }
    }
}

TEST(URL, HidesItsPasswordUnlessToldNotTo) {
    const auto url = make_url("postgresql://u:hunter2@h/db");
    EXPECT_EQ(url.render(), "postgresql://u:***@h/db");
    EXPECT_EQ(url.to_string(), url.render());
    EXPECT_EQ(fmt::format("{}", url), url.render());
    std::ostringstream out;
    out << url;
    EXPECT_EQ(out.str(), url.render());
    EXPECT_EQ(url.str_with_password(), "postgresql://u:hunter2@h/db");
    EXPECT_EQ(make_url("postgresql://u:@h/db").render(), "postgresql://u:***@h/db");
}

TEST(URL, HidesSecretsInItsQuery) {
    EXPECT_EQ(make_url("postgresql://h/db?sslPassword=a&Auth_Token=b&sslkey=c&client_secret=d&sslkeyfile=e&sslcert=f"
                       "&passfile=g&keycert=h&user=i")
                  .render(),
              "postgresql://h/db?sslPassword=***&Auth_Token=***&sslkey=***&client_secret=***&sslkeyfile=e&sslcert=f"
              "&passfile=g&keycert=h&user=i");
}

TEST(URL, SurvivesPrintingAndReading) {
    for (const char* text :
         {"postgresql://scott:tiger@h:5432/db?a=1&a=2&b=%26%3D%2B%20%23", "postgresql://u%3A%2F%40:p%40%25%20%3A@h/db",
          "sqlite://", "sqlite:///:memory:", "sqlite:///a%3Fb%23c%25d e.db", "sqlite:////abs/x.db", "postgresql://u:@h",
          "postgresql://:p@h", "postgresql://[::1]:5/db", "postgresql://%2Fvar%2Frun/db", "postgresql://u:p@ss@h/db",
          "postgresql://h/a%40b?x=c%40d", "postgresql:///db?host=/tmp", "postgresql://h/db?options=endpoint%3Dep-x",
          "postgresql://h/\xC3\xA9"}) {
        const auto url = make_url(text);
        EXPECT_EQ(make_url(url.str_with_password()), url) << text << " became " << url.str_with_password();
    }
}

}  // namespace
}  // namespace athanor
