#include "cli/format.hpp"

#include <fmt/format.h>

#include "cli/table.hpp"
#include "csv_writer.hpp"

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
    json["transfer_id"] = row.transfer_id ? Json(row.transfer_id->to_string()) : Json(nullptr);
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

std::string to_table(const std::vector<ExpenseRow>& rows, const Look& look) {
    if (rows.empty()) {
        return "No expenses.\n";
    }
    Table table({{"ID", Table::Align::right},
                 {"Date"},
                 {"Amount", Table::Align::right},
                 {"Category", Table::Align::left, true},
                 {"Description", Table::Align::left, true}});
    for (const auto& row : rows) {
        table.add(
            {std::to_string(row.id), row.date.to_string(), row.amount.to_string(), row.category, row.description});
    }
    table.set_footer({"", "Total", sum_of(rows).to_string(), counted(rows.size(), "expense", "expenses")});
    return table.to_string(look);
}

std::string to_csv(const std::vector<ExpenseRow>& rows) {
    std::string out;
    append_csv(out, {"id", "date", "amount", "category", "description", "key", "transfer_id"});
    for (const auto& row : rows) {
        append_csv(out,
                   {std::to_string(row.id), row.date.to_string(), row.amount.to_string(), row.category, row.description,
                    row.key.to_string(), row.transfer_id ? row.transfer_id->to_string() : std::string()});
    }
    return out;
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

std::string to_table(const Spending& spending, const Look& look) {
    if (spending.rows.empty()) {
        return "No expenses.\n";
    }
    Table table(
        {{"Category", Table::Align::left, true}, {"Count", Table::Align::right}, {"Total", Table::Align::right}});
    // The first row has the largest total. A length on the screen, not a figure: double is good enough.
    const auto cents = [](const CategoryTotal& row) { return static_cast<double>(row.total.coefficient()); };
    const double largest = cents(spending.rows.front());
    for (const auto& row : spending.rows) {
        const double share = largest > 0 ? cents(row) / largest : 0;
        table.add({row.category, std::to_string(row.count), row.total.to_string()}, {share, row.color});
    }
    table.set_footer({"Total", std::to_string(spending.count), spending.total.to_string()});
    return table.to_string(look);
}

std::string to_csv(const Spending& spending) {
    std::string out;
    append_csv(out, {"category", "count", "total"});
    for (const auto& row : spending.rows) {
        append_csv(out, {row.category, std::to_string(row.count), row.total.to_string()});
    }
    return out;
}

}  // namespace budget::cli
