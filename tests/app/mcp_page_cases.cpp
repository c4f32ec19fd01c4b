#include <fstream>
#include <regex>
#include <sstream>

#include <budget/database.hpp>

#include "budget_app.hpp"
#include "mcp_client.hpp"
#include "support/paths.hpp"

// The conversation that docs/mcp.md shows is this one.
namespace athanor::testing {
namespace {

std::string recorded_on_the_page() {
    std::ifstream file(source_dir() + "/docs/mcp.md");
    std::stringstream text;
    text << file.rdbuf();
    const auto page = text.str();
    const auto mark = page.find("<!-- conversation -->");
    const auto begin = page.find("```text\n", mark);
    const auto end = page.find("```", begin + 8);
    EXPECT_TRUE(mark != std::string::npos && end != std::string::npos);
    return page.substr(begin + 8, end - begin - 8);
}

TEST_P(BudgetApp, TheConversationOnThePageIsTheOneThatIsHeld) {
    prepare();
    BudgetServer server(budget::open(URL::parse(url())), true);
    std::string record;
    bool agrees = false;
    McpClient client(server.server, {.era = McpEra::modern, .on_question = [&](const Json& question) {
                                         record += "   the user is asked: " + question["message"].get<std::string>();
                                         record += agrees ? "   and agrees\n" : "   and declines\n";
                                         return agrees ? agree(question) : decline(question);
                                     }});
    const auto call = [&](const std::string& tool, const Json& arguments) {
        record += "-> " + tool + " " + arguments.dump() + "\n";
        auto answer = client.ok(tool, arguments);
        answer.erase("notice");
        record += "<- " + answer.dump() + "\n";
    };
    call("list_categories", Json::object());
    call("add_expense", {{"amount", "12.30"},
                         {"category_name", "Food"},
                         {"description", "Weekly market"},
                         {"date", "2026-11-21"},
                         {"idempotency_key", "5b1f8d62-6f0e-4c57-9a54-3a0c5c6f1e01"}});
    call("monthly_summary", {{"month", "2026-11"}});
    call("delete_expense", {{"id", 1}});
    agrees = true;
    call("delete_expense", {{"id", 1}});
    record +=
        "-> top_expenses {\"limit\":1000}\n<- isError: " + client.refused("top_expenses", {{"limit", 1000}}) + "\n";
    static const std::regex instant("created_at [^,\\\\]*");
    EXPECT_EQ(std::regex_replace(record, instant, "created_at ..."), recorded_on_the_page());
}

}  // namespace
}  // namespace athanor::testing
