#include "mcp/results.hpp"

namespace budget::tools {

ExpenseItem to_item(const ExpenseRow& row) {
    return {row.id, row.date, row.amount, row.category, row.description, row.key, row.transfer_id};
}

std::vector<ExpenseItem> to_items(const std::vector<ExpenseRow>& rows) {
    std::vector<ExpenseItem> items;
    items.reserve(rows.size());
    for (const auto& row : rows) {
        items.push_back(to_item(row));
    }
    return items;
}

ExpenseList to_list(const ExpensePage& page) {
    ExpenseList list;
    list.rows = to_items(page.rows);
    list.count = page.count;
    list.total = page.total;
    list.truncated = page.next.has_value();
    if (page.next) {
        list.next_cursor = to_string(*page.next);
    }
    return list;
}

TopList to_top(const std::vector<ExpenseRow>& rows) {
    TopList list;
    list.rows = to_items(rows);
    list.count = static_cast<std::int64_t>(rows.size());
    list.total = athanor::Decimal::from_units(0, 2);
    for (const auto& row : rows) {
        list.total += row.amount;
    }
    return list;
}

SpendingSummary to_summary(const Spending& spending, athanor::Date from, athanor::Date to) {
    SpendingSummary summary;
    summary.start_date = from;
    summary.end_date = to;
    for (const auto& row : spending.rows) {
        summary.rows.push_back({row.category, row.count, row.total});
    }
    summary.count = spending.count;
    summary.total = spending.total;
    return summary;
}

}  // namespace budget::tools
