#include <optional>
#include <string>

#include <fmt/format.h>

#include <budget/reports.hpp>
#include <budget/validation.hpp>

#include "mcp/manager.hpp"
#include "mcp/months.hpp"
#include "mcp/results.hpp"

namespace budget::tools {

namespace {

std::string table_of(const Spending& spending) {
    std::string text;
    for (const auto& row : spending.rows) {
        text += fmt::format("{}: {} ({} expenses)\n", shown(row.category), row.total, row.count);
    }
    return text + fmt::format("In all: {} ({} expenses)\n", spending.total, spending.count);
}

}  // namespace

void add_prompts(mcp::Server& server, Manager& manager) {
    server.prompt<"monthly_review">(
        "Review a month", "Goes through the spending of a month and compares it with the month before.",
        [&manager](mcp::Context& context, athanor::YearMonth month) {
            Spending now;
            Spending before;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                now = summarize_month(session, user, month);
                before = summarize_month(session, user, month.previous());
            });
            return fmt::format(
                "Review my spending in {0}. Say what I spent in all and on what most, what changed against {1}, and "
                "which single expenses stand out (query_expenses_by_category lists them). Use the exact amounts, and "
                "let the tools add them up.\n\n{0}:\n{2}\n{1}:\n{3}",
                month, month.previous(), mcp::untrusted(table_of(now)), mcp::untrusted(table_of(before)));
        },
        mcp::Arg{"month", "YYYY-MM"});

    server.prompt<"find_savings">(
        "Find savings", "Looks for what could be spent less on.",
        [&manager](mcp::Context& context, std::optional<athanor::YearMonth> month) {
            Spending spending;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                spending = month ? summarize_month(session, user, *month) : spending_by_category(session, user);
            });
            return fmt::format(
                "Find where I could save money. Look at the categories below, at the largest expenses (top_expenses), "
                "and at what comes again every month (search_expenses). Suggest three changes, each with what it would "
                "save in a month, and say from which expenses you take that.\n\n{}:\n{}",
                month ? month->to_string() : "Since the beginning", mcp::untrusted(table_of(spending)));
        },
        mcp::Arg{"month", "Look at this month only, YYYY-MM"});

    for (const char* prompt : {"monthly_review", "find_savings"}) {
        server.complete_prompt(prompt, "month",
                               [&manager](mcp::Context& context, std::string_view typed, const mcp::Json&) {
                                   return months_with_expenses(manager, context, typed);
                               });
    }
}

}  // namespace budget::tools
