#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mcp/signing.hpp"
#include "mcp/wire.hpp"

// One ask() in a handler, in both eras.
namespace athanor::mcp::tests {
namespace {

struct Consent {
    bool agreed;
    std::optional<std::string> why;
    static constexpr auto schema() {
        return fields(field<&Consent::agreed>("Delete them?"), field<&Consent::why>("Reason"));
    }
};
struct Name {
    std::string name;
};

struct Ask : testing::Test {
    Server server{{.name = "test", .version = "1.0", .answer_ttl = std::chrono::seconds(60)}};
    int rows = 3;
    int deleted = 0;

    Ask() {
        server.tool<"delete_them">(
            "Delete", "Deletes.", destroys,
            [this](Context& context, int id) -> std::string {
                const auto answer = context.ask<Consent>("consent", "Delete " + std::to_string(rows) + " rows of " +
                                                                        std::to_string(id) + "?");
                if (!answer.accepted() || !answer->agreed) {
                    return "kept";
                }
                if (!context.claim_answers()) {
                    throw ToolError("This answer was used before.");
                }
                ++deleted;
                return "deleted " + answer->why.value_or("");
            },
            Arg{"id", "i"});
        server.tool<"two_steps">("Two", "Two.", reads, [](Context& context) {
            const auto first = context.ask<Name>("first", "Your name?");
            const auto second = context.ask<Name>("second", "Your town, " + first->name + "?");
            return first->name + " of " + second->name;
        });
    }
    Wire wire{server};

    Json call(Json more = Json::object(), int id = 7) {
        Json params{{"name", "delete_them"}, {"arguments", {{"id", id}}}};
        params.update(more);
        return wire.modern("tools/call", std::move(params));
    }
    static Json retry(const Json& asked, Json content, const char* key = "consent") {
        return {{"requestState", asked.at("result").at("requestState")},
                {"inputResponses", {{key, {{"action", "accept"}, {"content", std::move(content)}}}}}};
    }
    static std::string text(const Json& answer) {
        return answer.at("result").at("structuredContent").at("result").get<std::string>();
    }
};

TEST_F(Ask, IsARoundTripThatTheClientMakesInTheNewEra) {
    const Json asked = call();
    EXPECT_EQ(asked.at("result").at("resultType"), "input_required");
    EXPECT_EQ(asked.at("result").at("inputRequests"),
              Json::parse(R"({"consent":{"method":"elicitation/create","params":{
        "message":"Delete 3 rows of 7?","requestedSchema":{"type":"object","properties":{
        "agreed":{"type":"boolean","description":"Delete them?"},"why":{"type":"string","description":"Reason"}},
        "required":["agreed"]}}}})"));
    const Json answer = call(retry(asked, {{"agreed", true}, {"why", "old"}}));
    EXPECT_EQ(text(answer), "deleted old");
    EXPECT_EQ(answer.at("result").at("resultType"), "complete");
    EXPECT_EQ(deleted, 1);
}

TEST_F(Ask, IsARequestOfTheServerInTheOldEra) {
    wire.initialize();
    const auto running = wire.start_legacy("tools/call", {{"name", "delete_them"}, {"arguments", {{"id", 7}}}});
    const Json request = running->wait_for_messages(1).at(0);
    EXPECT_EQ(request.at("method"), "elicitation/create");
    EXPECT_EQ(request.at("params").at("message"), "Delete 3 rows of 7?");
    wire.send(Json{{"jsonrpc", "2.0"},
                   {"id", request.at("id")},
                   {"result", {{"action", "accept"}, {"content", {{"agreed", true}}}}}}
                  .dump());
    EXPECT_EQ(text(running->wait()), "deleted ");
}

TEST_F(Ask, TakesNoForAnAnswer) {
    for (const auto* action : {"decline", "cancel"}) {
        const Json asked = call();
        EXPECT_EQ(text(call({{"requestState", asked.at("result").at("requestState")},
                             {"inputResponses", {{"consent", {{"action", action}}}}}})),
                  "kept");
    }
    EXPECT_EQ(text(call(retry(call(), {{"agreed", false}}))), "kept");
    EXPECT_EQ(deleted, 0);
}

TEST_F(Ask, GoesThroughSeveralRounds) {
    const Json first = wire.modern("tools/call", {{"name", "two_steps"}});
    Json params = retry(first, {{"name", "Ada"}}, "first");
    params["name"] = "two_steps";
    const Json second = wire.modern("tools/call", params);
    EXPECT_EQ(second.at("result").at("inputRequests").at("second").at("params").at("message"), "Your town, Ada?");
    EXPECT_NE(second.at("result").at("requestState"), first.at("result").at("requestState"));
    params = retry(second, {{"name", "London"}}, "second");
    params["name"] = "two_steps";
    EXPECT_EQ(text(wire.modern("tools/call", params)), "Ada of London");
}

TEST_F(Ask, AsksAgainWhenWhatWouldHappenHasChanged) {
    const Json asked = call();
    rows = 300;
    const Json again = call(retry(asked, {{"agreed", true}}));
    EXPECT_EQ(again.at("result").at("resultType"), "input_required");
    EXPECT_EQ(again.at("result").at("inputRequests").at("consent").at("params").at("message"), "Delete 300 rows of 7?");
    EXPECT_EQ(deleted, 0);
}

TEST_F(Ask, DoesNotTakeAnAnswerThatItDidNotAskFor) {
    const Json forged{{"inputResponses", {{"consent", {{"action", "accept"}, {"content", {{"agreed", true}}}}}}}};
    EXPECT_EQ(call(forged).at("result").at("resultType"), "input_required");
    EXPECT_EQ(deleted, 0);
}

TEST_F(Ask, RefusesStateThatIsForgedOrBelongsElsewhere) {
    const Json asked = call();
    Json good = retry(asked, {{"agreed", true}});
    const auto refused = [&](const Json& params, int id = 7) {
        return call(params, id).at("error").at("code") == -32602;
    };
    EXPECT_TRUE(refused(good, 8));
    Json bad = good;
    const auto state = good.at("requestState").get<std::string>();
    for (const auto& forged : {state + "-TAMPERED", "x" + state, state.substr(1), std::string(), std::string("."),
                               state.substr(0, state.find('.')) + ".", state.substr(0, state.size() - 1)}) {
        bad["requestState"] = forged;
        EXPECT_TRUE(refused(bad)) << forged;
    }
    bad["requestState"] = 7;
    EXPECT_TRUE(refused(bad));
    wire.arrival.principal = "mallory";
    EXPECT_TRUE(refused(good));
    wire.arrival.principal = "";
    Server other({.name = "other", .version = "1"});
    bad["requestState"] = detail::Signer("").sign(Json::object());
    EXPECT_TRUE(refused(bad));
    EXPECT_EQ(deleted, 0);
    EXPECT_EQ(text(call(good)), "deleted ");
}

TEST_F(Ask, LetsAnAnswerActOnce) {
    const Json good = retry(call(), {{"agreed", true}});
    EXPECT_EQ(text(call(good)), "deleted ");
    const Json again = call(good);
    EXPECT_TRUE(again.at("result").at("isError").get<bool>());
    EXPECT_EQ(deleted, 1);
}

TEST_F(Ask, RefusesStateThatExpired) {
    Server brief({.name = "test", .version = "1", .answer_ttl = std::chrono::milliseconds(1)});
    brief.tool<"delete_them">(
        "D", "D.", destroys, [](Context& context, int) { return context.ask<Consent>("consent", "?")->agreed; },
        Arg{"id", "i"});
    Wire client(brief);
    const Json params{{"name", "delete_them"}, {"arguments", {{"id", 7}}}};
    Json again = retry(client.modern("tools/call", params), {{"agreed", true}});
    again.update(params);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(client.modern("tools/call", again).at("error").at("message"),
              "requestState expired; call again without requestState and inputResponses");
}

TEST_F(Ask, RefusesResponsesThatAreNone) {
    EXPECT_EQ(call({{"inputResponses", nullptr}}).at("error").at("code"), -32602);
    EXPECT_EQ(call({{"inputResponses", {{"consent", 12345}}}}).at("error").at("code"), -32602);
}

TEST_F(Ask, SaysWhenTheFormIsFilledInWrongly) {
    const Json answer = call(retry(call(), {{"agreed", "yes"}}));
    EXPECT_EQ(answer.at("result").at("content").at(0).at("text"),
              "The answer does not fit the question: agreed: a text is no bool; give true or false");
}

TEST_F(Ask, NeedsAClientThatCanBeAsked) {
    wire.capabilities = Json::object();
    const Json answer = call();
    EXPECT_EQ(answer.at("error").at("code"), -32021);
    EXPECT_EQ(answer.at("error").at("data"), Json::parse(R"({"requiredCapabilities":{"elicitation":{}}})"));
    wire.capabilities = {{"elicitation", {{"url", Json::object()}}}};
    EXPECT_EQ(call().at("error").at("code"), -32021);
    wire.capabilities = Json::object();
    wire.initialize();
    const Json old = wire.legacy("tools/call", {{"name", "delete_them"}, {"arguments", {{"id", 7}}}});
    EXPECT_TRUE(old.at("result").at("isError").get<bool>());
}

TEST_F(Ask, GivesUpWhenAnOlderClientDoesNotAnswer) {
    Limits limits;
    limits.ask_timeout = std::chrono::milliseconds(20);
    Wire slow(server, false, limits);
    slow.initialize();
    const auto running = slow.start_legacy("tools/call", {{"name", "delete_them"}, {"arguments", {{"id", 7}}}});
    EXPECT_TRUE(running->wait().at("result").at("isError").get<bool>());
    EXPECT_EQ(running->messages().back().at("method"), "notifications/cancelled");
}

TEST_F(Ask, LeavesRoomForOthersWhilePeopleThink) {
    Limits limits;
    limits.threads = 1;
    Wire narrow(server, false, limits);
    narrow.initialize();
    const auto first = narrow.start_legacy("tools/call", {{"name", "delete_them"}, {"arguments", {{"id", 1}}}});
    const Json question = first->wait_for_messages(1).at(0);
    const auto second = narrow.start_legacy("tools/call", {{"name", "delete_them"}, {"arguments", {{"id", 2}}}});
    second->wait_for_messages(1);
    narrow.endpoint.drain();  // the client is gone: both end
    EXPECT_TRUE(first->wait().at("result").at("isError").get<bool>());
    EXPECT_TRUE(second->wait().at("result").at("isError").get<bool>());
}

TEST_F(Ask, ReachesTheModelAndTheRootsInTheSameWay) {
    server.tool<"both">("Both", "Both.", reads, [](Context& context) {
        const auto roots = context.roots("roots");
        const auto said = context.sample("said", {.messages = {{Role::user, TextContent{"Hi"}}}, .max_tokens = 5});
        return roots.at(0).uri + " " + said.text + " " + said.model;
    });
    wire.initialize();
    const auto running = wire.start_legacy("tools/call", {{"name", "both"}});
    const auto answer = [&](std::size_t index, Json result) {
        const Json request = running->wait_for_messages(index + 1).at(index);
        wire.send(Json{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", std::move(result)}}.dump());
        return request;
    };
    EXPECT_EQ(answer(0, {{"roots", {{{"uri", "file:///a"}}}}}).at("method"), "roots/list");
    EXPECT_EQ(answer(1, {{"role", "assistant"}, {"content", {{"type", "text"}, {"text", "Ho"}}}, {"model", "m"}})
                  .at("params"),
              Json::parse(R"({"messages":[{"role":"user","content":{"type":"text","text":"Hi"}}],"maxTokens":5})"));
    EXPECT_EQ(text(running->wait()), "file:///a Ho m");
}

}  // namespace
}  // namespace athanor::mcp::tests
