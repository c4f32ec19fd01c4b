#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <budget/models.hpp>

namespace budget {

/// What was spent on one category, with what transfers moved there or away: the total may be below zero.
struct CategoryTotal {
    std::string category;
    std::string color;       ///< #RRGGBB
    std::int64_t count = 0;  ///< of expenses and halves of transfers
    athanor::Decimal total;  ///< two decimals
};

/// Spending by category: joined, summed, counted and ordered by the database.
struct Spending {
    std::vector<CategoryTotal> rows;  ///< largest total first, equal ones by name; categories with an expense only
    std::int64_t count = 0;
    /// The rows together. They come from one statement, and so does this: a second one could see later changes.
    athanor::Decimal total;
};

Spending summarize_month(athanor::ReadSession& session, const athanor::Ref<User>& user, athanor::YearMonth month);

/// Both days included; without one the range is open on that side.
/// @throws ValidationError if it ends before it begins.
Spending spending_by_category(athanor::ReadSession& session, const athanor::Ref<User>& user,
                              std::optional<athanor::Date> from = std::nullopt,
                              std::optional<athanor::Date> to = std::nullopt);

}  // namespace budget
