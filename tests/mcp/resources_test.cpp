#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <athanor/core/error.hpp>

#include "mcp/uri_template.hpp"
#include "mcp/wire.hpp"

namespace athanor::mcp::tests {
namespace {

struct Total {
    Decimal total;
};

struct Resources : testing::Test {
    Server server{{.name = "test", .version = "1.0"}};
    Resources() {
        server.resource<"budget://schema">("schema", "Schema", "The tables.", "text/plain",
                                           [] { return std::string("tables"); });
        server.resource<"budget://icon">("icon", "Icon", "A picture.", "image/png", [] {
            return ResourceContents{.uri = {}, .mime_type = {}, .data = std::string("\x89PNG\0", 5), .binary = true};
        });
        server.resource<"budget://category/{name}/{month}">(
            "category", "Category", "One month.", "application/json",
            [](const std::string& name, YearMonth month) -> std::optional<Total> {
                if (name != "Food & Drink") {
                    return std::nullopt;
                }
                return Total{Decimal::from_units(month.month(), 2)};
            });
        server.prompt<"review">(
            "Review", "Reviews a month.",
            [](YearMonth month, std::optional<int> depth) {
                return "Review " + month.to_string() + " " + std::to_string(depth.value_or(1));
            },
            Arg{"month", "YYYY-MM"}, Arg{"depth", "How deep"});
        server.complete_prompt("review", "month", [](Context&, std::string_view typed, const Json& chosen) {
            return std::vector<std::string>(150, std::string(typed) + chosen.value("depth", "-"));
        });
        server.complete_resource(
            "budget://category/{name}/{month}", "name",
            [](Context&, std::string_view, const Json&) { return std::vector<std::string>{"Food"}; });
    }
    Wire wire{server};
};

TEST_F(Resources, AreListedApartFromTheirTemplates) {
    EXPECT_EQ(wire.modern("resources/list").at("result").at("resources"), Json::parse(R"([
        {"uri":"budget://schema","name":"schema","title":"Schema","description":"The tables.","mimeType":"text/plain"},
        {"uri":"budget://icon","name":"icon","title":"Icon","description":"A picture.","mimeType":"image/png"}])"));
    EXPECT_EQ(wire.modern("resources/templates/list").at("result").at("resourceTemplates").at(0).at("uriTemplate"),
              "budget://category/{name}/{month}");
}

TEST_F(Resources, AreReadAsTextOrOctets) {
    const Json result = wire.modern("resources/read", {{"uri", "budget://schema"}}).at("result");
    EXPECT_EQ(result.at("contents"),
              Json::parse(R"([{"uri":"budget://schema","mimeType":"text/plain","text":"tables"}])"));
    EXPECT_EQ(result.at("ttlMs"), 0);
    EXPECT_EQ(wire.modern("resources/read", {{"uri", "budget://icon"}}).at("result").at("contents"),
              Json::parse(R"([{"uri":"budget://icon","mimeType":"image/png","blob":"iVBORwA="}])"));
}

TEST_F(Resources, FillTheParametersOfATemplateFromItsUri) {
    EXPECT_EQ(wire.modern("resources/read", {{"uri", "budget://category/Food%20%26%20Drink/2026-11"}})
                  .at("result")
                  .at("contents")
                  .at(0)
                  .at("text"),
              R"({"total":"0.11"})");
}

TEST_F(Resources, AreNeverEmptyWhenThereIsNone) {
    for (const auto* uri :
         {"budget://nothing", "budget://category/Rent/2026-11", "budget://category//2026-11", "budget://category/a/b/c",
          "budget://category/%zz/2026-11", "budget://category/%00/2026-11", ""}) {
        const Json error = wire.modern("resources/read", {{"uri", uri}}).at("error");
        EXPECT_EQ(error.at("code"), -32602);
        EXPECT_EQ(error.at("data").at("uri"), uri);
    }
    wire.initialize();
    EXPECT_EQ(wire.legacy("resources/read", {{"uri", "budget://nothing"}}).at("error").at("code"), -32002);
}

TEST_F(Resources, SayWhatIsWrongWithAVariable) {
    EXPECT_EQ(wire.modern("resources/read", {{"uri", "budget://category/Food/2026-13"}}).at("error").at("message"),
              "month: there is no month \"2026-13\"; give a month as YYYY-MM, such as 2026-11");
}

TEST(UriTemplate, RefusesWhatItCouldNotReadBack) {
    for (const auto* bad : {"a{", "a}", "a{}", "{a}{b}"}) {
        EXPECT_THROW(detail::UriTemplate{bad}, ArgumentError) << bad;
    }
    EXPECT_EQ(detail::UriTemplate("x://{a}-{b}.csv").match("x://1-2.csv"), (std::vector<std::string>{"1", "2"}));
}

TEST_F(Resources, BesidePromptsWithArgumentsOfTypes) {
    EXPECT_EQ(wire.modern("prompts/list").at("result").at("prompts"), Json::parse(R"([{"name":"review","title":"Review",
        "description":"Reviews a month.","arguments":[{"name":"month","description":"YYYY-MM","required":true},
        {"name":"depth","description":"How deep","required":false}]}])"));
    EXPECT_EQ(wire.modern("prompts/get", {{"name", "review"}, {"arguments", {{"month", "2026-11"}, {"depth", "3"}}}})
                  .at("result")
                  .at("messages"),
              Json::parse(R"([{"role":"user","content":{"type":"text","text":"Review 2026-11 3"}}])"));
    const auto message = [&](Json arguments) {
        const Json answer = wire.modern("prompts/get", {{"name", "review"}, {"arguments", std::move(arguments)}});
        EXPECT_EQ(answer.at("error").at("code"), -32602);
        return answer.at("error").at("message").get<std::string>();
    };
    EXPECT_EQ(message(Json::object()), "params.arguments.month is missing: YYYY-MM");
    EXPECT_EQ(message({{"month", 7}}), "params.arguments.month must be a text");
    EXPECT_EQ(message({{"month", "2026-11"}, {"depth", "x"}}).substr(0, 6), "depth:");
}

TEST_F(Resources, CompleteAtMostAHundredValues) {
    const Json completion = wire.modern("completion/complete", {{"ref", {{"type", "ref/prompt"}, {"name", "review"}}},
                                                                {"argument", {{"name", "month"}, {"value", "20"}}},
                                                                {"context", {{"arguments", {{"depth", "7"}}}}}})
                                .at("result")
                                .at("completion");
    EXPECT_EQ(completion.at("values").size(), 100U);
    EXPECT_EQ(completion.at("values").at(0), "207");
    EXPECT_EQ(completion.at("total"), 150);
    EXPECT_TRUE(completion.at("hasMore").get<bool>());
    EXPECT_EQ(wire.modern("completion/complete",
                          {{"ref", {{"type", "ref/resource"}, {"uri", "budget://category/{name}/{month}"}}},
                           {"argument", {{"name", "name"}, {"value", ""}}}})
                  .at("result")
                  .at("completion")
                  .at("values"),
              Json::array({"Food"}));
    EXPECT_EQ(wire.modern("completion/complete", {{"ref", {{"type", "ref/prompt"}, {"name", "nothing"}}},
                                                  {"argument", {{"name", "month"}, {"value", "20"}}}})
                  .at("error")
                  .at("code"),
              -32602);
}

enum class Depth { brief, full, forensic };

TEST_F(Resources, CompleteEnumsByThemselves) {
    server.prompt<"look">(
        "Look", "Looks.", [](Depth) { return std::string(); }, Arg{"depth", "d"});
    EXPECT_EQ(wire.modern("completion/complete", {{"ref", {{"type", "ref/prompt"}, {"name", "look"}}},
                                                  {"argument", {{"name", "depth"}, {"value", "f"}}}})
                  .at("result")
                  .at("completion")
                  .at("values"),
              Json::array({"full", "forensic"}));
}

TEST_F(Resources, AreHeardOfByWhoListens) {
    const auto listening = wire.start_modern(
        "subscriptions/listen",
        {{"notifications", {{"toolsListChanged", true}, {"resourceSubscriptions", {"budget://icon"}}}}});
    const Json id = wire.last_id;
    EXPECT_EQ(listening->messages().at(0),
              Json({{"jsonrpc", "2.0"},
                    {"method", "notifications/subscriptions/acknowledged"},
                    {"params",
                     {{"notifications", {{"toolsListChanged", true}, {"resourceSubscriptions", {"budget://icon"}}}},
                      {"_meta", {{"io.modelcontextprotocol/subscriptionId", id}}}}}}));
    server.prompts_changed();
    server.resource_updated("budget://schema");
    server.resource_updated("budget://icon");
    server.tools_changed();
    const auto messages = listening->messages();
    ASSERT_EQ(messages.size(), 3U);
    EXPECT_EQ(messages[1].at("params").at("uri"), "budget://icon");
    EXPECT_EQ(messages[1].at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId"), id);
    EXPECT_EQ(messages[2].at("method"), "notifications/tools/list_changed");
    EXPECT_FALSE(listening->replied());
    wire.endpoint.drain();
    EXPECT_EQ(listening->wait().at("result").at("_meta").at("io.modelcontextprotocol/subscriptionId"), id);
    server.tools_changed();
}

TEST_F(Resources, AreNotHeardOfByWhoWentAway) {
    const auto listening = wire.start_modern("subscriptions/listen", {{"notifications", {{"toolsListChanged", true}}}});
    wire.last->cancel();
    EXPECT_EQ(listening->raw().text, "");
    server.tools_changed();
    EXPECT_EQ(listening->messages().size(), 1U);
}

}  // namespace
}  // namespace athanor::mcp::tests
