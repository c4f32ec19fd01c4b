#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <budget/categories.hpp>
#include <budget/expenses.hpp>
#include <budget/reports.hpp>

#include "mcp/manager.hpp"
#include "mcp/results.hpp"

namespace budget::tools {

namespace {

using mcp::Arg;
using Limit = mcp::Range<int, 1, 200>;
using Top = mcp::Range<int, 1, 100>;
constexpr int default_limit = 50;
constexpr int default_top = 10;

ExpenseList list_page(const Manager& manager, mcp::Context& context, ExpenseFilter filter,
                      const std::optional<std::string>& cursor, const std::optional<Limit>& limit) {
    ExpenseList list;
    manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
        filter.after = cursor ? std::optional(parse_position(*cursor)) : std::nullopt;
        list = to_list(page_expenses(session, user, filter, limit ? limit->value : default_limit));
    });
    return list;
}

constexpr Arg start_date{"start_date", "First day, YYYY-MM-DD, included"};
constexpr Arg end_date{"end_date", "Last day, YYYY-MM-DD, included"};
constexpr Arg limit_rows{"limit", "How many rows at most (50)"};
constexpr Arg cursor_of_page{"cursor", "next_cursor of the page before; the other arguments as there"};

}  // namespace

void add_reading_tools(mcp::Server& server, Manager& manager) {
    server.tool<"query_expenses_by_category">(
        "Expenses of a category",
        "List the expenses booked to one category, latest first, with their number and sum. Without days: all of them.",
        mcp::reads,
        [&manager](mcp::Context& context, mcp::Text<1, 50> category, std::optional<athanor::Date> from,
                   std::optional<athanor::Date> to, std::optional<Limit> limit,
                   const std::optional<std::string>& cursor) {
            ExpenseFilter filter;
            filter.category = std::move(category.value);
            filter.from = from;
            filter.to = to;
            return list_page(manager, context, std::move(filter), cursor, limit);
        },
        Arg{"category_name", "Exact name of the category, as list_categories gives it"}, start_date, end_date,
        limit_rows, cursor_of_page);

    server.tool<"search_expenses">(
        "Search expenses",
        "List the expenses whose description contains a text, whatever the case of its letters, latest first.",
        mcp::reads,
        [&manager](mcp::Context& context, mcp::Text<1, 200> text, std::optional<mcp::Text<1, 50>> category,
                   std::optional<athanor::Date> from, std::optional<athanor::Date> to, std::optional<Limit> limit,
                   const std::optional<std::string>& cursor) {
            ExpenseFilter filter;
            filter.text = std::move(text.value);
            if (category) {
                filter.category = std::move(category->value);
            }
            filter.from = from;
            filter.to = to;
            return list_page(manager, context, std::move(filter), cursor, limit);
        },
        Arg{"text", "What to look for; no character of it has a meaning of its own"},
        Arg{"category_name", "Exact name of a category, to look in that one only"}, start_date, end_date, limit_rows,
        cursor_of_page);

    server.tool<"summarize_spending">(
        "Spending by category", "What was spent on each category from one day to another, both included, and in all.",
        mcp::reads,
        [&manager](mcp::Context& context, athanor::Date from, athanor::Date to) {
            SpendingSummary summary;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                summary = to_summary(spending_by_category(session, user, from, to), from, to);
            });
            return summary;
        },
        start_date, end_date);

    server.tool<"monthly_summary">(
        "Summary of a month", "What was spent on each category in one month, and in all.", mcp::reads,
        [&manager](mcp::Context& context, athanor::YearMonth month) {
            SpendingSummary summary;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                summary = to_summary(summarize_month(session, user, month), month.first_day(), month.last_day());
            });
            return summary;
        },
        Arg{"month", "YYYY-MM"});

    server.tool<"top_expenses">(
        "Largest expenses", "The largest amounts of money spent, of all time and without transfers.", mcp::reads,
        [&manager](mcp::Context& context, std::optional<Top> count) {
            TopList list;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                list = to_top(top_expenses(session, user, count ? count->value : default_top));
            });
            return list;
        },
        Arg{"limit", "How many (10)"});

    server.tool<"list_categories">("Categories", "The names of all categories, exactly as other tools take them.",
                                   mcp::reads, [&manager](mcp::Context& context) {
                                       CategoryList list;
                                       manager.read(context, [&](athanor::ReadSession& session, const auto&) {
                                           for (const auto& category : list_categories(session)) {
                                               list.rows.push_back({category->name, category->color});
                                           }
                                       });
                                       return list;
                                   });
}

}  // namespace budget::tools
