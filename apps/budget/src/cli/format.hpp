#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <budget/expenses.hpp>
#include <budget/reports.hpp>

#include "cli/look.hpp"

// How answers look, as text, as JSON and as CSV. Amounts are text with two decimals, days and times are ISO 8601.
namespace budget::cli {

/// Members keep the order in which they were set.
using Json = nlohmann::ordered_json;

/// One line.
std::string to_line(const Json& json);

Json to_json(const ExpenseRow& row);
/// {"rows": […], "count": …, "total": "…"}
Json to_json(const std::vector<ExpenseRow>& rows);
std::string to_table(const std::vector<ExpenseRow>& rows, const Look& look);
/// A line of names, then one for each row; no totals.
std::string to_csv(const std::vector<ExpenseRow>& rows);

/// Adds rows, count and total to an object that says what they are about.
Json to_json(Json about, const Spending& spending);
/// With a bar for each category where the look has bars.
std::string to_table(const Spending& spending, const Look& look);
std::string to_csv(const Spending& spending);

/// "1 expense", "3 expenses".
std::string counted(std::size_t count, std::string_view singular, std::string_view plural);

}  // namespace budget::cli
