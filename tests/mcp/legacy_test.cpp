#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mcp/wire.hpp"

// Revisions up to 2025-11-25: a session.
namespace athanor::mcp::tests {
namespace {

struct Legacy : testing::Test {
    Server server{{.name = "test", .version = "1.0", .instructions = "Use it."}};
    Legacy() {
        server.tool<"echo">(
            "Echo", "Says it again.", reads,
            [](Context& context, const std::string& text) {
                context.log(LogLevel::info, "echoing", "here");
                return text + " for " + context.client_name() + " " + context.protocol_version();
            },
            Arg{"text", "t"});
    }
};

TEST_F(Legacy, BeginsWithTheVersionThatIsAskedForIfItIsServed) {
    for (const auto& [asked, given] : std::vector<std::pair<std::string, std::string>>{{"2025-11-25", "2025-11-25"},
                                                                                       {"2025-06-18", "2025-06-18"},
                                                                                       {"2025-03-26", "2025-11-25"},
                                                                                       {"2024-11-05", "2025-11-25"},
                                                                                       {"1999", "2025-11-25"},
                                                                                       {"2026-07-28", "2025-11-25"}}) {
        Wire wire(server);
        const Json result = wire.legacy("initialize", {{"protocolVersion", asked},
                                                       {"capabilities", Json::object()},
                                                       {"clientInfo", {{"name", "x"}, {"version", "1"}}}})
                                .at("result");
        EXPECT_EQ(result.at("protocolVersion"), given);
        EXPECT_EQ(result.at("serverInfo").at("name"), "test");
        EXPECT_EQ(result.at("instructions"), "Use it.");
        EXPECT_FALSE(result.contains("resultType"));
    }
}

TEST_F(Legacy, AnswersNothingButPingBeforeItBegan) {
    Wire wire(server);
    EXPECT_EQ(wire.legacy("ping").at("result"), Json::object());
    EXPECT_EQ(wire.legacy("tools/list").at("error").at("code"), -32600);
    wire.initialize();
    EXPECT_TRUE(wire.legacy("tools/list").contains("result"));
}

TEST_F(Legacy, KnowsItsClient) {
    Wire wire(server);
    wire.initialize();
    EXPECT_EQ(wire.legacy("tools/call", {{"name", "echo"}, {"arguments", {{"text", "x"}}}})
                  .at("result")
                  .at("structuredContent")
                  .at("result"),
              "x for wire 2025-11-25");
}

TEST_F(Legacy, LogsFromTheLevelThatIsSet) {
    Wire wire(server);
    wire.initialize();
    const Json call{{"name", "echo"}, {"arguments", {{"text", "x"}}}};
    EXPECT_EQ(wire.legacy("logging/setLevel", {{"level", "warning"}}).at("result"), Json::object());
    auto answer = wire.start_legacy("tools/call", call);
    answer->wait();
    EXPECT_TRUE(answer->messages().empty());
    wire.legacy("logging/setLevel", {{"level", "debug"}});
    answer = wire.start_legacy("tools/call", call);
    answer->wait();
    ASSERT_EQ(answer->messages().size(), 1U);
    EXPECT_EQ(answer->messages()[0].at("params"), Json::parse(R"({"level":"info","logger":"here","data":"echoing"})"));
    EXPECT_EQ(wire.legacy("logging/setLevel", {{"level", "loud"}}).at("error").at("code"), -32602);
}

TEST_F(Legacy, HasSessionsByHeaderOverHttp) {
    Wire wire(server, true);
    EXPECT_EQ(wire.start_legacy("tools/list")->raw().status, 400);
    wire.initialize();
    ASSERT_GE(wire.arrival.session_id.size(), 32U);
    EXPECT_EQ(wire.start_legacy("tools/list")->raw().status, 200);
    const auto id = wire.arrival.session_id;
    wire.arrival.session_id = "made up";
    EXPECT_EQ(wire.start_legacy("tools/list")->raw().status, 404);
    wire.arrival.session_id = id;
    wire.arrival.principal = "somebody else";
    EXPECT_EQ(wire.start_legacy("tools/list")->raw().status, 404);
    wire.arrival.principal = "";
    EXPECT_TRUE(wire.endpoint.end_session(id, ""));
    EXPECT_FALSE(wire.endpoint.end_session(id, ""));
    EXPECT_EQ(wire.start_legacy("tools/list")->raw().status, 404);
}

TEST_F(Legacy, RefusesAVersionHeaderThatItDoesNotServe) {
    Wire wire(server, true);
    wire.initialize();
    wire.headers = {{"MCP-Protocol-Version", "2025-03-26"}};
    const auto reply = wire.send(R"({"jsonrpc":"2.0","id":1,"method":"ping"})")->raw();
    EXPECT_EQ(reply.status, 400);
    wire.headers = {{"MCP-Protocol-Version", "2025-11-25"}};
    EXPECT_EQ(wire.send(R"({"jsonrpc":"2.0","id":1,"method":"ping"})")->raw().status, 200);
}

TEST_F(Legacy, StandsBesideTheNewEraOnOneEndpoint) {
    Wire wire(server);
    wire.initialize();
    EXPECT_TRUE(wire.modern("tools/list").at("result").contains("resultType"));
    EXPECT_FALSE(wire.legacy("tools/list").at("result").contains("resultType"));
    EXPECT_EQ(wire.modern("initialize").at("error").at("code"), -32601);
}

TEST_F(Legacy, HearsOfNewToolsOutsideOfRequests) {
    Wire wire(server);
    wire.initialize();
    server.tool<"more">("More", "More.", reads, [] { return 1; });
    EXPECT_EQ(wire.general->messages().at(0).at("method"), "notifications/tools/list_changed");
}

TEST_F(Legacy, HearsOfResourcesThatItSubscribedTo) {
    server.resource<"test://a">("a", "A", "A.", "text/plain", [] { return std::string("a"); });
    Wire wire(server);
    wire.initialize();
    wire.legacy("resources/subscribe", {{"uri", "test://a"}});
    server.resource_updated("test://b");
    server.resource_updated("test://a");
    wire.legacy("resources/unsubscribe", {{"uri", "test://a"}});
    server.resource_updated("test://a");
    ASSERT_EQ(wire.general->messages().size(), 1U);
    EXPECT_EQ(wire.general->messages()[0].at("params"), (Json{{"uri", "test://a"}}));
}

TEST_F(Legacy, RefusesASecondRequestUnderAnIdThatIsUnderWay) {
    server.tool<"wait">("Wait", "Waits.", reads, [](Context& context) {
        while (!context.cancelled()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    Wire wire(server);
    wire.initialize();
    const auto first = wire.send(R"({"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"wait"}})");
    EXPECT_EQ(wire.send(R"({"jsonrpc":"2.0","id":"x","method":"ping"})")->wait().at("error").at("code"), -32600);
    wire.notify("notifications/cancelled", {{"requestId", "x"}});
    EXPECT_EQ(first->raw().text, "");
}

}  // namespace
}  // namespace athanor::mcp::tests
