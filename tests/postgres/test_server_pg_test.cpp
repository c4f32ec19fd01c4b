#include <cstdlib>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "support/postgres.hpp"

namespace athanor::testing {
namespace {

TEST(TestServer, IsOfTheVersionThatIsMeantWithAByteOrderedUtf8Locale) {
    PostgresDatabase db;
    const char* version = std::getenv("ATHANOR_TEST_POSTGRES_VERSION");
    EXPECT_EQ(db.scalar("SELECT current_setting('server_version_num')::int / 10000"),
              version != nullptr ? version : "15");
    EXPECT_EQ(db.scalar("SHOW server_encoding"), "UTF8");
    EXPECT_EQ(db.scalar("SELECT datcollate FROM pg_database WHERE datname = current_database()"), "C.UTF-8");
}

TEST(TestServer, IsTalkedToByTheLibpqThatIsMeant) {
    const char* version = std::getenv("ATHANOR_TEST_LIBPQ_VERSION");
    EXPECT_EQ(std::to_string(libpq_version() / 10000), version != nullptr ? version : "15");
}

TEST(TestServer, GivesEachTestADatabaseOfItsOwnAndTakesItAwayAgain) {
    std::string name;
    PostgresDatabase other;
    {
        PostgresDatabase db;
        name = db.name();
        db.execute("CREATE TABLE here (id int)");
        EXPECT_EQ(other.scalar("SELECT to_regclass('here') IS NULL"), "t");
        EXPECT_EQ(other.scalar("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"), "1");
    }
    EXPECT_EQ(other.scalar("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"), "0");
}

TEST(TestServer, RefusesAWrongPassword) {
    const auto right = postgres_url();
    PostgresUrlParts parts;
    parts.password = "not-the-password";
    const auto wrong = with_parts(right, parts);
    ASSERT_NE(wrong, right);
    setenv("ATHANOR_TEST_POSTGRES_URL", wrong.c_str(), 1);
    std::string message;
    try {
        PostgresDatabase db;
    } catch (const std::runtime_error& error) {
        message = error.what();
    }
    setenv("ATHANOR_TEST_POSTGRES_URL", right.c_str(), 1);
    EXPECT_NE(message.find("password authentication failed"), std::string::npos) << message;
}

TEST(TestServer, ReplacesOnlyTheNamedPartsOfAUrl) {
    PostgresUrlParts parts;
    parts.port = "1";
    parts.database = "d2";
    EXPECT_EQ(with_parts("postgresql://u:p@h:5432/d?sslmode=disable", parts),
              "postgresql://u:p@h:1/d2?sslmode=disable");
    EXPECT_THROW(with_parts("sqlite:///x", parts), std::runtime_error);
}

}  // namespace
}  // namespace athanor::testing
