#include <gtest/gtest.h>

#include <athanor/core/redaction.hpp>

namespace athanor {
namespace {

TEST(Redaction, KnowsSecretsByTheirName) {
    for (const char* name :
         {"password", "PASSWORD", "db_password_1", "token", "accessToken", "sslkey", "api_key", "Secret"}) {
        EXPECT_TRUE(is_secret_name(name)) << name;
    }
    for (const char* name : {"", "host", "user", "sslmode", "sslkeyfile", "password_FILE", "keycert", "tok"}) {
        EXPECT_FALSE(is_secret_name(name)) << name;
    }
    EXPECT_EQ(redacted, "***");
}

}  // namespace
}  // namespace athanor
