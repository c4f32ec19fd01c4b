#include "cli/format.hpp"

#include <fmt/format.h>

#include "cli/table.hpp"

namespace budget::cli {

namespace {

athanor::Decimal sum_of(const std::vector<ExpenseRow>& rows) {
    auto total = athanor::Decimal::from_units(0, 2);
    for (const auto& row : rows) {
        total += row.amount;
    }
    return total;
}

}  // namespace

std::string to_line(const Json& json) { return json.dump() + "\n"; }

std::string counted(std::size_t count, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", count, count == 1 ? singular : plural);
}

Json to_json(const ExpenseRow& row) {
    Json json;
    json["id"] = row.id;
    json["date"] = row.date.to_string();
    json["amount"] = row.amount.to_string();
    json["category"] = row.category;
    json["description"] = row.description;
    json["key"] = row.key.to_string();
    return json;
}

Json to_json(const std::vector<ExpenseRow>& rows) {
    Json json;
    json["rows"] = Json::array();
    for (const auto& row : rows) {
        json["rows"].push_back(to_json(row));
    }
    json["count"] = rows.size();
    json["total"] = sum_of(rows).to_string();
    return json;
}

std::string to_table(const std::vector<ExpenseRow>& rows) {
    if (rows.empty()) {
        return "No expenses.\n";
    }
    Table table(
        {{"ID", Table::Align::right}, {"Date"}, {"Amount", Table::Align::right}, {"Category"}, {"Description"}});
    for (const auto& row : rows) {
        table.add(
            {std::to_string(row.id), row.date.to_string(), row.amount.to_string(), row.category, row.description});
    }
    table.set_footer({"", "Total", sum_of(rows).to_string(), counted(rows.size(), "expense", "expenses")});
    return table.to_string();
}

Json to_json(Json about, const Spending& spending) {
    about["rows"] = Json::array();
    for (const auto& row : spending.rows) {
        Json json;
        json["category"] = row.category;
        json["count"] = row.count;
        json["total"] = row.total.to_string();
        about["rows"].push_back(std::move(json));
    }
    about["count"] = spending.count;
    about["total"] = spending.total.to_string();
    return about;
}

std::string to_table(const Spending& spending) {
    if (spending.rows.empty()) {
        return "No expenses.\n";
    }
    Table table({{"Category"}, {"Count", Table::Align::right}, {"Total", Table::Align::right}});
    for (const auto& row : spending.rows) {
        table.add({row.category, std::to_string(row.count), row.total.to_string()});
    }
    table.set_footer({"Total", std::to_string(spending.count), spending.total.to_string()});
    return table.to_string();
}

}  // namespace budget::cli
