#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mcp/wire.hpp"

namespace athanor::mcp::tests {
namespace {

struct Protocol : testing::Test {
    Server server{{.name = "test", .version = "1.0"}};
    Protocol() {
        server.tool<"echo">(
            "Echo", "Says it again.", reads, [](const std::string& text) { return text; }, Arg{"text", "t"});
    }
    Wire wire{server};
};

TEST_F(Protocol, AnswersUnderIdsOfEveryKind) {
    for (const auto* id : {R"("a")", R"("")", "0", "-1", "9007199254740993", R"("1")", "1", R"("ünï\u0000")"}) {
        const auto reply = wire.send(std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"method":"ping"})")->wait();
        EXPECT_EQ(reply.at("id"), Json::parse(id));
        EXPECT_TRUE(reply.contains("result")) << reply;
    }
}

TEST_F(Protocol, RefusesIdsThatAreNone) {
    for (const auto* id : {"null", "1.5", "true", "[]", "{}", "1e400"}) {
        const auto text = std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"method":"ping"})";
        const auto reply = wire.send(text)->wait();
        EXPECT_EQ(reply.at("error").at("code"), std::string(id) == "1e400" ? -32700 : -32600) << id;
        EXPECT_FALSE(reply.contains("id"));
    }
}

TEST_F(Protocol, TellsWhatIsNoJsonFromWhatIsNoMessage) {
    const auto code = [&](const std::string& text) {
        return wire.send(text)->wait().at("error").at("code").get<int>();
    };
    EXPECT_EQ(code("{"), -32700);
    EXPECT_EQ(code("nonsense"), -32700);
    EXPECT_EQ(code("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}"), -32700);
    EXPECT_EQ(code("[]"), -32600);
    EXPECT_EQ(code(R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])"), -32600);
    EXPECT_EQ(code("7"), -32600);
    EXPECT_EQ(code(R"({"id":1,"method":"ping"})"), -32600);
    EXPECT_EQ(code(R"({"jsonrpc":"1.0","id":1,"method":"ping"})"), -32600);
    EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1})"), -32600);
    EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":7})"), -32600);
    EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})"), -32602);
}

TEST_F(Protocol, RefusesWhatIsTooDeepTooLongOrTooMuch) {
    const auto depth = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
    const auto call = [](const std::string& params) {
        return R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":)" + params + "}}";
    };
    EXPECT_TRUE(wire.send(call(depth(62)))->wait().contains("result"));
    EXPECT_EQ(wire.send(call(depth(63)))->wait().at("error").at("code"), -32600);
    EXPECT_EQ(wire.send(call(depth(1'000'000)))->wait().at("error").at("code"), -32600);
    EXPECT_EQ(wire.send(std::string(1'000'000, '['))->wait().at("error").at("code"), -32600);
    EXPECT_EQ(wire.send(call("\"" + std::string(5'000'000, 'x') + "\""))->wait().at("error").at("code"), -32600);
    std::string members = "{";
    for (int i = 0; i < 3000; ++i) {
        members += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    }
    EXPECT_EQ(wire.send(call(members + "}"))->wait().at("error").at("code"), -32600);
    // Brackets and commas inside a text are text.
    EXPECT_TRUE(wire.send(call("\"" + std::string(5000, '[') + "\\\"" + std::string(5000, ',') + "\""))
                    ->wait()
                    .contains("result"));
}

TEST_F(Protocol, DoesNotAnswerNotificationsAndAnswers) {
    EXPECT_EQ(wire.send(R"({"jsonrpc":"2.0","method":"whatever"})")->raw().text, "");
    EXPECT_EQ(wire.send(R"({"jsonrpc":"2.0","id":"server-1","result":{}})")->raw().text, "");
    EXPECT_EQ(wire.send(R"({"jsonrpc":"2.0","id":9,"error":{"code":1,"message":"x"}})")->raw().text, "");
}

TEST_F(Protocol, KeepsTheEndOfTheWorldOutOfTheReply) {
    // Not UTF-8 in a result must not cost the client the answer.
    server.tool<"bad">("Bad", "Bad.", reads, [] {
        return std::string("a\xff"
                           "b");
    });
    const Json answer = wire.modern("tools/call", {{"name", "bad"}});
    EXPECT_EQ(answer.at("result").at("structuredContent").at("result"), "a\xEF\xBF\xBD"
                                                                        "b");
}

TEST_F(Protocol, PagesByCursorsThatOnlyItCanMake) {
    ServerOptions options{.name = "test", .version = "1"};
    options.page_size = 2;
    Server many(std::move(options));
    for (const auto* name : {"e", "d", "c", "b", "a"}) {
        many.tool(name, name, "Does it.", reads, [] { return 0; });
    }
    Wire client(many);
    std::string names;
    Json params = Json::object();
    for (int pages = 1;; ++pages) {
        const Json result = client.modern("tools/list", params).at("result");
        for (const auto& tool : result.at("tools")) {
            names += tool.at("name").get<std::string>();
        }
        if (!result.contains("nextCursor")) {
            EXPECT_EQ(pages, 3);
            break;
        }
        params["cursor"] = result.at("nextCursor");
    }
    EXPECT_EQ(names, "edcba");
    for (const Json& bad : {Json("x"), Json(""), Json(7), Json("dG9vbHMvbGlzdCA5OQ"), Json("dG9vbHMvbGlzdCAwMg")}) {
        EXPECT_EQ(client.modern("tools/list", {{"cursor", bad}}).at("error").at("code"), -32602) << bad;
    }
}

TEST_F(Protocol, AnswersAThousandCallsAtOnce) {
    std::vector<std::shared_ptr<Collected>> answers;
    for (int i = 0; i < 1000; ++i) {
        answers.push_back(
            wire.start_modern("tools/call", {{"name", "echo"}, {"arguments", {{"text", std::to_string(i)}}}}));
    }
    for (int i = 0; i < 1000; ++i) {
        const Json answer = answers[static_cast<std::size_t>(i)]->wait();
        EXPECT_EQ(answer.at("id"), i + 1);
        EXPECT_EQ(answer.at("result").at("structuredContent").at("result"), std::to_string(i));
    }
}

}  // namespace
}  // namespace athanor::mcp::tests
