#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/http_rules.hpp"

namespace athanor::mcp::http {
namespace {

int status_of(std::string method, Headers headers) {
    Request request;
    request.method = std::move(method);
    request.headers = std::move(headers);
    const auto refusal = refusal_by_transport(request);
    return refusal ? refusal->status : 0;
}

TEST(HttpRules, AnAcceptHeaderIsAListWithRoomForKinds) {
    EXPECT_TRUE(accepts("", "text/event-stream"));
    EXPECT_TRUE(accepts("*/*", "text/event-stream"));
    EXPECT_TRUE(accepts("application/json, Text/Event-Stream;q=0.5", "text/event-stream"));
    EXPECT_TRUE(accepts("text/*", "text/event-stream"));
    EXPECT_FALSE(accepts("application/json", "text/event-stream"));
    EXPECT_FALSE(accepts("text/event-streams", "text/event-stream"));
    EXPECT_FALSE(accepts(",", "text/event-stream"));
}

TEST(HttpRules, MessagesArePostedAsJsonByThoseWhoTakeBothKindsOfAnswer) {
    const std::pair<std::string, std::string> json{"Content-Type", "application/json; charset=utf-8"};
    EXPECT_EQ(status_of("POST", {json}), 0);
    EXPECT_EQ(status_of("POST", {json, {"Accept", "application/json, text/event-stream"}}), 0);
    EXPECT_EQ(status_of("POST", {json, {"Accept", "application/json"}, {"Accept", "text/event-stream"}}), 0);
    EXPECT_EQ(status_of("POST", {json, {"Accept", "application/json"}}), 406);
    EXPECT_EQ(status_of("POST", {json, {"Accept", "text/event-stream"}}), 406);
    EXPECT_EQ(status_of("POST", {}), 415);
    EXPECT_EQ(status_of("POST", {{"Content-Type", "text/plain"}}), 415) << "what a form of a web page may send";
    EXPECT_EQ(status_of("PUT", {json}), 405);
    EXPECT_EQ(status_of("OPTIONS", {json}), 405);
}

TEST(HttpRules, OnlyClientsWithSessionsGetAndDelete) {
    for (const char* method : {"GET", "DELETE"}) {
        EXPECT_EQ(status_of(method, {}), 405);
        EXPECT_EQ(status_of(method, {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Session-Id", "x"}}), 405);
        EXPECT_EQ(status_of(method, {{"MCP-Protocol-Version", "2025-11-25"}}), 400);
        EXPECT_EQ(status_of(method, {{"MCP-Protocol-Version", "2025-11-25"}, {"Mcp-Session-Id", "x"}}), 0);
        EXPECT_EQ(status_of(method, {{"Mcp-Session-Id", "x"}}), 0) << "revisions before 2025-06-18 send no version";
    }
    EXPECT_EQ(status_of("GET", {{"Mcp-Session-Id", "x"}, {"Accept", "application/json"}}), 406);
}

}  // namespace
}  // namespace athanor::mcp::http
