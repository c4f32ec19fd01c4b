#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mcp/wire.hpp"

// 2026-07-28: each request stands for itself.
namespace athanor::mcp::tests {
namespace {

struct Modern : testing::Test {
    Server server{{.name = "test", .version = "1.0", .title = "A test", .instructions = "Use it."}};
    Modern() {
        server.tool<"echo">(
            "Echo", "Says it again.", reads,
            [](Context& context, const std::string& text) {
                context.log(LogLevel::info, "echoing");
                return text;
            },
            Arg{"text", "t", "Text"});
    }
    Wire wire{server, true};

    detail::Reply raw(const std::string& method, Json params = Json::object()) {
        return wire.start_modern(method, std::move(params))->raw();
    }
    static int code(const detail::Reply& reply) { return Json::parse(reply.text).at("error").at("code").get<int>(); }
};

TEST_F(Modern, DiscoversWhatIsThere) {
    const Json result = wire.modern("server/discover").at("result");
    EXPECT_EQ(result.at("resultType"), "complete");
    EXPECT_EQ(result.at("supportedVersions"), Json::array({"2026-07-28"}));
    EXPECT_EQ(result.at("capabilities"), Json::parse(R"({"logging":{},"tools":{"listChanged":true}})"));
    EXPECT_EQ(result.at("instructions"), "Use it.");
    EXPECT_EQ(result.at("_meta").at("io.modelcontextprotocol/serverInfo"),
              Json::parse(R"({"name":"test","version":"1.0","title":"A test"})"));
    EXPECT_GE(result.at("ttlMs").get<int>(), 0);
    EXPECT_EQ(result.at("cacheScope"), "private");
}

TEST_F(Modern, RequiresItsMeta) {
    wire.headers = {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "server/discover"}};
    for (const auto* params :
         {"{}", R"({"_meta":7})", R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}})",
          R"({"_meta":{"io.modelcontextprotocol/clientCapabilities":{}}})",
          R"({"_meta":{"io.modelcontextprotocol/protocolVersion":7,
                                   "io.modelcontextprotocol/clientCapabilities":{}}})"}) {
        const auto reply =
            wire.send(std::string(R"({"jsonrpc":"2.0","id":"x","method":"server/discover","params":)") + params + "}")
                ->raw();
        EXPECT_EQ(reply.status, 400);
        EXPECT_EQ(code(reply), -32602) << params;
        EXPECT_EQ(Json::parse(reply.text).at("id"), "x");
    }
}

TEST_F(Modern, RefusesOtherVersionsWithThoseItHas) {
    Json params = wire.with_meta(Json::object());
    params["_meta"]["io.modelcontextprotocol/protocolVersion"] = "v999";
    wire.headers = {{"MCP-Protocol-Version", "v999"}, {"Mcp-Method", "server/discover"}};
    const auto text = Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "server/discover"}, {"params", params}}.dump();
    auto reply = wire.send(text)->raw();
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(Json::parse(reply.text).at("error").at("code"), -32022);
    EXPECT_EQ(Json::parse(reply.text).at("error").at("data"),
              Json::parse(R"({"supported":["2026-07-28"],"requested":"v999"})"));
    wire.headers["MCP-Protocol-Version"] = "2026-07-28";
    EXPECT_EQ(code(wire.send(text)->raw()), -32020);
}

TEST_F(Modern, WantsHeadersThatSayWhatTheBodySays) {
    const Json params{{"name", "echo"}, {"arguments", {{"text", "hé"}}}};
    const auto send = [&](const std::string& header, std::optional<std::string> value) {
        const Json message{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "tools/call"}, {"params", wire.with_meta(params)}};
        wire.headers = {{"mcp-protocol-version", "2026-07-28"},
                        {"mcp-method", "tools/call"},
                        {"mcp-name", "echo"},
                        {"mcp-param-text", "=?base64?aMOp?="}};
        wire.headers.erase(header);
        if (value) {
            wire.headers[header] = *value;
        }
        return wire.send(message.dump())->raw();
    };
    EXPECT_EQ(send("x", {}).status, 200);
    for (const auto* header : {"mcp-protocol-version", "mcp-method", "mcp-name", "mcp-param-text"}) {
        for (const auto& value : {std::optional<std::string>(), std::optional<std::string>("other"),
                                  std::optional<std::string>("=?base64?***?=")}) {
            const auto reply = send(header, value);
            EXPECT_EQ(reply.status, 400) << header;
            EXPECT_EQ(code(reply), -32020) << header;
        }
    }
}

TEST_F(Modern, HasNoMethodsOfOlderRevisions) {
    for (const auto* method : {"initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
                               "unknown/method", "prompts/list", "resources/list", "completion/complete"}) {
        const auto reply = raw(method);
        EXPECT_EQ(reply.status, 404) << method;
        EXPECT_EQ(code(reply), -32601) << method;
    }
}

TEST_F(Modern, LogsOnlyWhenItIsAskedTo) {
    const Json params{{"name", "echo"}, {"arguments", {{"text", "x"}}}};
    wire.headers["Mcp-Param-Text"] = "x";
    Json asking = params;
    Wire stdio(server);
    auto quiet = stdio.start_modern("tools/call", params);
    quiet->wait();
    EXPECT_TRUE(quiet->messages().empty());
    asking["_meta"]["io.modelcontextprotocol/logLevel"] = "info";
    auto loud = stdio.start_modern("tools/call", asking);
    loud->wait();
    ASSERT_EQ(loud->messages().size(), 1U);
    EXPECT_EQ(loud->messages()[0].at("params"), Json::parse(R"({"level":"info","data":"echoing"})"));
    asking["_meta"]["io.modelcontextprotocol/logLevel"] = "warning";
    loud = stdio.start_modern("tools/call", asking);
    loud->wait();
    EXPECT_TRUE(loud->messages().empty());
    asking["_meta"]["io.modelcontextprotocol/logLevel"] = "loud";
    EXPECT_EQ(stdio.modern("tools/call", asking).at("error").at("code"), -32602);
}

TEST_F(Modern, ListsWithHowLongTheyMayBeKept) {
    const Json result = wire.modern("tools/list").at("result");
    EXPECT_EQ(result.at("ttlMs"), 60000);
    EXPECT_EQ(result.at("cacheScope"), "private");
    EXPECT_EQ(result.at("resultType"), "complete");
}

TEST_F(Modern, WorksOverStdioWithoutBeginningToo) {
    Wire stdio(server);
    EXPECT_TRUE(stdio.modern("server/discover").contains("result"));
    const Json answer = stdio.send(R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})")->wait();
    EXPECT_EQ(answer.at("error").at("code"), -32602);
}

}  // namespace
}  // namespace athanor::mcp::tests
