#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <budget/categories.hpp>
#include <budget/errors.hpp>
#include <budget/expenses.hpp>
#include <budget/reports.hpp>

#include "mcp/manager.hpp"
#include "mcp/months.hpp"
#include "mcp/results.hpp"
#include "mcp/uri.hpp"

namespace budget::tools {

namespace {

constexpr std::int64_t resource_rows = 200;

mcp::Json describe_column(const athanor::Column& column) {
    mcp::Json json;
    json["name"] = column.name;
    json["type"] = to_string(column.type);
    json["nullable"] = column.nullable;
    return json;
}

/// The tables as the models have them; of secrets not even the names.
std::string describe_schema() {
    mcp::Json tables = mcp::Json::array();
    for (const auto* table : BudgetSchema::metadata().tables()) {
        mcp::Json json;
        json["name"] = table->name();
        json["columns"] = mcp::Json::array();
        for (const auto& column : table->columns()) {
            if (!column.type.secret) {
                json["columns"].push_back(describe_column(column));
            }
        }
        json["references"] = mcp::Json::array();
        for (const auto& key : table->foreign_keys()) {
            json["references"].push_back({{"columns", key.columns}, {"table", key.target_table}});
        }
        tables.push_back(std::move(json));
    }
    return mcp::Json{{"tables", std::move(tables)}}.dump(2);
}

bool begins(std::string_view text, std::string_view typed) {
    return text.size() >= typed.size() &&
           std::equal(typed.begin(), typed.end(), text.begin(),
                      [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

}  // namespace

std::vector<std::string> months_with_expenses(const Manager& manager, mcp::Context& context, std::string_view typed) {
    std::vector<std::string> months;
    manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
        months.clear();
        auto& e = Expense::columns();
        const auto [first, last] =
            session.execute(select(athanor::func::min(e.date), athanor::func::max(e.date)).where(e.user_id == user->id))
                .one();
        if (!first || !last) {
            return;
        }
        constexpr std::size_t most = 100;
        const athanor::YearMonth oldest(*first);
        for (athanor::YearMonth month(*last); months.size() < most; month = month.previous()) {
            if (begins(month.to_string(), typed)) {
                months.push_back(month.to_string());
            }
            if (month == oldest) {
                break;
            }
        }
    });
    return months;
}

std::vector<std::string> categories_like(const Manager& manager, mcp::Context& context, std::string_view typed) {
    std::vector<std::string> names;
    manager.read(context, [&](athanor::ReadSession& session, const auto&) {
        names.clear();
        for (const auto& category : list_categories(session)) {
            if (begins(category->name.get(), typed)) {
                names.push_back(category->name);
            }
        }
    });
    return names;
}

void add_resources(mcp::Server& server, Manager& manager) {
    server.resource<"budget://schema">(
        "schema", "Tables", "The tables and columns of the database", "application/json", [] {
            return mcp::ResourceContents{std::string(schema_uri), "application/json", describe_schema()};
        });
    server.resource<"budget://summary/{month}">(
        "summary", "Summary of a month", "What was spent on each category in a month, YYYY-MM", "application/json",
        [&manager](mcp::Context& context, athanor::YearMonth month) {
            SpendingSummary summary;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                summary = to_summary(summarize_month(session, user, month), month.first_day(), month.last_day());
            });
            return summary;
        });
    server.resource<"budget://category/{name}/{month}">(
        "category", "Expenses of a category in a month", "The first 200 expenses, latest first, and their sum",
        "application/json", [&manager](mcp::Context& context, mcp::Text<1, 50> name, athanor::YearMonth month) {
            std::optional<ExpenseList> list;
            manager.read(context, [&](athanor::ReadSession& session, const athanor::Ref<User>& user) {
                ExpenseFilter filter;
                filter.category = name.value;
                filter.month = month;
                try {
                    list = to_list(page_expenses(session, user, filter, resource_rows));
                } catch (const NotFoundError&) {
                    list.reset();
                }
            });
            return list;
        });

    const auto months = [&manager](mcp::Context& context, std::string_view typed, const mcp::Json&) {
        return months_with_expenses(manager, context, typed);
    };
    server.complete_resource("budget://summary/{month}", "month", months);
    server.complete_resource("budget://category/{name}/{month}", "month", months);
    server.complete_resource("budget://category/{name}/{month}", "name",
                             [&manager](mcp::Context& context, std::string_view typed, const mcp::Json&) {
                                 return categories_like(manager, context, typed);
                             });
}

}  // namespace budget::tools
