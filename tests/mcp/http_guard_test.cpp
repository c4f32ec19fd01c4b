#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/http_guard.hpp"
#include "mcp/http_listener.hpp"

namespace athanor::mcp::http {
namespace {

using namespace std::chrono_literals;

Request head(Headers headers) {
    Request request;
    request.method = "POST";
    request.headers = std::move(headers);
    return request;
}

int refused_with(const Request& request, const GuardOptions& options) {
    const auto refusal = refusal_of(request, options);
    return refusal ? refusal->status : 0;
}

TEST(HttpGuard, AnswersToTheLoopbackByDefaultOnAnyPort) {
    for (const char* host : {"localhost", "LOCALHOST:3001", "127.0.0.1:80", "[::1]", "[::1]:8080"}) {
        EXPECT_TRUE(is_host_allowed(host, {})) << host;
    }
    for (const char* host : {"", "evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1.nip.io",
                             "localhost:", "localhost:80x", "localhost:123456", "[::1", "[]", ":80", "127.0.0.2",
                             "localhost@evil.example", "localhost,evil.example"}) {
        EXPECT_FALSE(is_host_allowed(host, {})) << host;
    }
}

TEST(HttpGuard, NamesThatAreGivenReplaceThoseOfTheLoopback) {
    EXPECT_TRUE(is_host_allowed("budget.example:443", {"budget.example"}));
    EXPECT_FALSE(is_host_allowed("localhost", {"budget.example"}));
}

TEST(HttpGuard, AnOriginIsAPageOfThoseNamesOrOneThatWasNamed) {
    EXPECT_TRUE(is_origin_allowed("http://localhost:5173", {}, {}));
    EXPECT_TRUE(is_origin_allowed("https://127.0.0.1", {}, {}));
    EXPECT_TRUE(is_origin_allowed("https://app.example", {}, {"https://app.example"}));
    for (const char* origin : {"null", "", "http://", "http://evil.example", "file://", "ftp://localhost",
                               "http://localhost.evil.example", "http://localhost:80/path", "http://localhost@evil"}) {
        EXPECT_FALSE(is_origin_allowed(origin, {}, {"https://app.example"})) << origin;
    }
}

TEST(HttpGuard, ASecretIsTheSameOnlyWhole) {
    EXPECT_TRUE(is_same_secret("s3cret", "s3cret"));
    for (const char* given : {"", "s", "s3cre", "s3cret ", "s3crets3cret", "S3cret", "x3cret"}) {
        EXPECT_FALSE(is_same_secret(given, "s3cret")) << given;
    }
    EXPECT_FALSE(is_same_secret("", ""));
}

TEST(HttpGuard, AsksForHostThenOriginThenToken) {
    GuardOptions options;
    options.token = "s3cret";
    EXPECT_EQ(refused_with(head({}), options), 400);
    EXPECT_EQ(refused_with(head({{"Host", "localhost"}, {"host", "localhost"}}), options), 400);
    EXPECT_EQ(refused_with(head({{"Host", "evil.example"}, {"Authorization", "Bearer s3cret"}}), options), 403);
    EXPECT_EQ(
        refused_with(head({{"Host", "localhost"}, {"Origin", "null"}, {"Authorization", "Bearer s3cret"}}), options),
        403);
    EXPECT_EQ(refused_with(head({{"Host", "localhost"}}), options), 401);
    EXPECT_EQ(refused_with(head({{"Host", "localhost"}, {"Authorization", "Basic s3cret"}}), options), 401);
    EXPECT_EQ(refused_with(head({{"Host", "localhost"}, {"Authorization", "Bearer s3cret2"}}), options), 401);
    EXPECT_EQ(refused_with(
                  head({{"Host", "localhost"}, {"Authorization", "Bearer wrong"}, {"Authorization", "Bearer s3cret"}}),
                  options),
              401);
    EXPECT_EQ(refused_with(head({{"hOST", "localhost"}, {"AUTHORIZATION", "bearer s3cret"}}), options), 0);
}

TEST(HttpGuard, ARefusalNeverRepeatsTheToken) {
    GuardOptions options;
    options.token = "s3cret";
    const auto refusal = refusal_of(head({{"Host", "localhost"}, {"Authorization", "Bearer wr0ng"}}), options);
    ASSERT_TRUE(refusal);
    EXPECT_THAT(refusal->why,
                ::testing::Not(::testing::AnyOf(::testing::HasSubstr("s3cret"), ::testing::HasSubstr("wr0ng"))));
}

TEST(RateLimiter, LetsABurstThroughAndThenTheRate) {
    RateLimiter limiter(2, 3);
    const auto begin = RateLimiter::Clock::now();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(limiter.take("a", begin), std::nullopt);
    }
    EXPECT_EQ(limiter.take("a", begin), 1s);
    EXPECT_EQ(limiter.take("b", begin), std::nullopt) << "another client has its own";
    EXPECT_EQ(limiter.take("a", begin + 500ms), std::nullopt);
    EXPECT_EQ(limiter.take("a", begin + 500ms), 1s);
    EXPECT_EQ(limiter.take("a", begin + 1h), std::nullopt);
}

TEST(RateLimiter, NoRateIsNoLimit) {
    RateLimiter limiter(0, 0);
    for (int i = 0; i < 1000; ++i) {
        ASSERT_EQ(limiter.take("a", RateLimiter::Clock::now()), std::nullopt);
    }
}

}  // namespace
}  // namespace athanor::mcp::http
