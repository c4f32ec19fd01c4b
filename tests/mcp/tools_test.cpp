#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <athanor/core/error.hpp>
#include <athanor/mcp/server.hpp>

#include "mcp/wire.hpp"

namespace athanor::mcp::tests {
namespace {

struct Spent {
    std::string category;
    Decimal total;
    std::optional<Date> last;
    static constexpr auto schema() {
        return fields(field<&Spent::category>("Name of the category"), field<&Spent::total>("Sum"),
                      field<&Spent::last>("Day of the last expense"));
    }
};
enum class Every { day, week, month };
struct Filter {
    std::vector<std::string> tags;
    std::optional<Every> every;
};

struct Tools : testing::Test {
    Server server{{.name = "test", .version = "1.0"}};

    Json call(const std::string& name, Json arguments) {
        Wire wire(server);
        return wire.modern("tools/call", {{"name", name}, {"arguments", std::move(arguments)}});
    }
    std::string error(const std::string& name, Json arguments) {
        const Json answer = call(name, std::move(arguments));
        EXPECT_TRUE(answer.at("result").value("isError", false)) << answer;
        return answer.at("result").at("content").at(0).at("text").get<std::string>();
    }
};

TEST_F(Tools, AppearInTenLinesWithBothSchemas) {
    server.tool<"spent">(
        "Spent", "What was spent in a category.", reads,
        [](const std::string& category, std::optional<Range<int, 1, 12>> months) {
            return Spent{category, Decimal::from_units(months ? months->value : 1, 2), {}};
        },
        Arg{"category", "Exact name"}, Arg{"months", "How many months back"});
    Wire wire(server);
    const Json tool = wire.modern("tools/list").at("result").at("tools").at(0);
    EXPECT_EQ(tool.at("name"), "spent");
    EXPECT_EQ(tool.at("inputSchema"), Json::parse(R"({"type":"object","properties":{
                  "category":{"type":"string","description":"Exact name"},
                  "months":{"type":"integer","minimum":1,"maximum":12,"description":"How many months back"}},
                  "required":["category"],"additionalProperties":false})"));
    EXPECT_EQ(tool.at("outputSchema"), Json::parse(R"({"type":"object","properties":{
                  "category":{"type":"string","description":"Name of the category"},
                  "total":{"type":"string","pattern":"^-?[0-9]{1,38}(\\.[0-9]{1,38})?$","description":"Sum"},
                  "last":{"type":"string","format":"date","description":"Day of the last expense"}},
                  "required":["category","total"],"additionalProperties":false})"));
    EXPECT_EQ(tool.at("annotations"), Json::parse(R"({"readOnlyHint":true,"destructiveHint":false,
                  "idempotentHint":true,"openWorldHint":false})"));
}

TEST_F(Tools, AnswerWithStructuredContentAndTheSameAsText) {
    server.tool<"spent">("Spent", "Sum.", reads, [] { return Spent{"Food", Decimal::parse("12.30"), {}}; });
    const Json result = call("spent", Json::object()).at("result");
    EXPECT_EQ(result.at("structuredContent").dump(), R"({"category":"Food","total":"12.30"})");
    EXPECT_EQ(result.at("content").at(0).at("text"), R"({"category":"Food","total":"12.30"})");
    EXPECT_FALSE(result.contains("isError"));
}

TEST_F(Tools, PutWhatIsNoStructIntoAMemberNamedResult) {
    server.tool<"add">(
        "Add", "Adds.", reads, [](int a, int b) { return a + b; }, Arg{"a", "x"}, Arg{"b", "y"});
    EXPECT_EQ(call("add", {{"a", 2}, {"b", 3}}).at("result").at("structuredContent"), (Json{{"result", 5}}));
}

TEST_F(Tools, DeclareWhatTheyWrite) {
    server.tool<"a">("A", "A.", adds, [] { return 1; });
    server.tool<"c">("C", "C.", changes, [] { return 1; });
    server.tool<"d">("D", "D.", destroys, [] { return 1; });
    Wire wire(server);
    const Json tools = wire.modern("tools/list").at("result").at("tools");
    const auto hints = [&](int i) {
        const Json& said = tools.at(static_cast<std::size_t>(i)).at("annotations");
        return std::vector<bool>{said.at("readOnlyHint"), said.at("destructiveHint"), said.at("idempotentHint"),
                                 said.at("openWorldHint")};
    };
    EXPECT_EQ(hints(0), (std::vector<bool>{false, false, false, false}));
    EXPECT_EQ(hints(1), (std::vector<bool>{false, true, true, false}));
    EXPECT_EQ(hints(2), (std::vector<bool>{false, true, false, false}));
}

TEST_F(Tools, SayOfEachArgumentWhatIsWrongAndWhatWouldBeRight) {
    server.tool<"t">(
        "T", "T.", reads, [](Date, Numeric<12, 2>, Range<int, 1, 9>, Every, Text<1, 3>, YearMonth) { return 0; },
        Arg{"day", "d"}, Arg{"amount", "a"}, Arg{"limit", "l"}, Arg{"every", "e"}, Arg{"word", "w"},
        Arg{"month", "The month"});
    EXPECT_EQ(
        error("t", {{"day", "2026-02-30"}, {"amount", 12.3}, {"limit", 10}, {"every", "weekk"}, {"word", "long"}}),
        "day: there is no day \"2026-02-30\"; give a day as YYYY-MM-DD, such as 2026-11-30\n"
        "amount: 12.3 is a JSON number, which is not exact; give a decimal with at most 2 digits behind the point "
        "in quotes, such as \"12.30\"\n"
        "limit: 10 is out of range; give a whole number from 1 to 9\n"
        "every: there is no \"weekk\"; give one of day, week, month (did you mean week?)\n"
        "word: a text of 4 characters; give 1 to 3 characters\n"
        "month: missing; give it as \"string\": The month");
}

TEST_F(Tools, RefuseAThirdDecimalPlaceInsteadOfRounding) {
    server.tool<"t">(
        "T", "T.", reads, [](Numeric<12, 2>) { return 0; }, Arg{"amount", "a"});
    EXPECT_EQ(
        error("t", {{"amount", "1.005"}}),
        "amount: \"1.005\" has too many digits; at most 12 digits, 2 of them behind the point; nothing is rounded");
}

TEST_F(Tools, NameAnArgumentThatThereIsNot) {
    server.tool<"t">(
        "T", "T.", reads, [](int) { return 0; }, Arg{"limit", "l"});
    EXPECT_EQ(error("t", {{"limt", 3}}),
              "limt: there is no such member; did you mean limit?\nlimit: missing; give it as \"integer\": l");
}

TEST_F(Tools, TakeStructsWithinAndNameTheirMembers) {
    server.tool<"t">(
        "T", "T.", reads, [](const Filter& filter) { return filter.tags.size(); }, Arg{"filter", "f"});
    EXPECT_EQ(call("t", {{"filter", {{"tags", {"a", "b"}}}}}).at("result").at("structuredContent"),
              (Json{{"result", 2}}));
    EXPECT_EQ(error("t", {{"filter", {{"tags", {"a", 7}}}}}), "filter.tags[1]: 7 is no text; give a text in quotes");
}

TEST_F(Tools, RefuseWholeNumbersThatWouldNotArriveExactly) {
    server.tool<"t">(
        "T", "T.", reads, [](std::int64_t id) { return id + 1; }, Arg{"id", "i"});
    EXPECT_EQ(error("t", {{"id", 9007199254740993}}),
              "id: 9007199254740993 is out of range; give a whole number from -9007199254740991 to 9007199254740991");
    EXPECT_EQ(call("t", {{"id", 5.0}}).at("result").at("structuredContent").at("result"), 6);
    EXPECT_NE(error("t", {{"id", 9007199254740991}}).find("2^53"), std::string::npos);
}

TEST_F(Tools, TellTheMessageOfAnErrorButNotItsStatement) {
    std::string told;
    ServerOptions options{.name = "test", .version = "1"};
    options.on_failure = [&](std::string_view tool, const std::exception& failure) {
        told = std::string(tool) + ": " + failure.what();
    };
    Server other(std::move(options));
    other.tool<"t">("T", "T.", reads, []() -> int {
        const OperationalError error("The connection is lost.", "Try again.");
        error.raise_with_statement("SELECT secret FROM t", "['hunter2']");
    });
    other.tool<"u">("U", "U.", reads, []() -> int { throw std::runtime_error("password=hunter2"); });
    Wire wire(other);
    Json answer = wire.modern("tools/call", {{"name", "t"}});
    EXPECT_EQ(answer.at("result").at("content").at(0).at("text"), "The connection is lost.\nTry again.");
    EXPECT_NE(told.find("SELECT secret"), std::string::npos);
    answer = wire.modern("tools/call", {{"name", "u"}});
    EXPECT_EQ(answer.dump().find("hunter2"), std::string::npos) << answer;
    EXPECT_TRUE(answer.at("result").at("isError").get<bool>());
    EXPECT_EQ(told, "u: password=hunter2");
}

TEST_F(Tools, AreUnknownAsAnErrorOfTheProtocol) {
    server.tool<"list_all">("T", "T.", reads, [] { return 0; });
    const Json answer = call("list_al", Json::object());
    EXPECT_EQ(answer.at("error").at("code"), -32602);
    EXPECT_EQ(answer.at("error").at("message"), "there is no tool \"list_al\"; did you mean \"list_all\"?");
}

TEST_F(Tools, AreRefusedByNameWhenTheProgramGivesThem) {
    EXPECT_THROW(server.tool("bad name!", "T", "T.", reads, [] { return 0; }), ArgumentError);
    EXPECT_THROW(server.tool(std::string(65, 'a'), "T", "T.", reads, [] { return 0; }), ArgumentError);
    server.tool("good", "T", "T.", reads, [] { return 0; });
    EXPECT_THROW(server.tool("good", "T", "T.", reads, [] { return 0; }), ArgumentError);
    EXPECT_THROW(server.tool("none", "T", "", reads, [] { return 0; }), ArgumentError);
    EXPECT_THROW(server.tool(
                     "head", "T", "T.", reads, [](int) { return 0; }, Arg{"a", "a", "no blank"}),
                 ArgumentError);
    EXPECT_THROW(server.tool(
                     "head", "T", "T.", reads, [](double) { return 0; }, Arg{"a", "a", "A"}),
                 ArgumentError);
    EXPECT_THROW(server.tool(
                     "twice", "T", "T.", reads, [](int, int) { return 0; }, Arg{"a", "a"}, Arg{"a", "b"}),
                 ArgumentError);
    static_assert(Server::is_tool_name("a_1") && !Server::is_tool_name("") && !Server::is_tool_name("bad name!"));
}

}  // namespace
}  // namespace athanor::mcp::tests
