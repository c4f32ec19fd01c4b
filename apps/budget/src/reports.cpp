#include <utility>

#include <fmt/format.h>

#include <budget/errors.hpp>
#include <budget/reports.hpp>

namespace budget {

Spending spending_by_category(athanor::ReadSession& session, const athanor::Ref<User>& user,
                              std::optional<athanor::Date> from, std::optional<athanor::Date> to) {
    if (from && to && *to < *from) {
        throw ValidationError(fmt::format("the range ends on {}, before it begins on {}", *to, *from),
                              "give the earlier day first");
    }
    auto& c = Category::columns();
    auto& e = Expense::columns();
    const auto total = athanor::func::sum(e.amount);
    auto query = select(c.name, c.color, athanor::func::count(e.id), total)
                     .join(c.expenses)
                     .where(e.user_id == user->id)
                     .group_by(c.name, c.color)
                     .order_by(total.desc(), c.name);
    if (from) {
        query = query.where(e.date >= *from);
    }
    if (to) {
        query = query.where(e.date <= *to);
    }
    Spending spending{.rows = {}, .count = 0, .total = athanor::Decimal::from_units(0, 2)};
    for (auto& [category, color, count, sum] : session.execute(query)) {
        spending.count += count;
        spending.total += sum.rescaled(2);
        spending.rows.push_back({std::move(category), std::move(color), count, sum.rescaled(2)});
    }
    return spending;
}

Spending summarize_month(athanor::ReadSession& session, const athanor::Ref<User>& user, athanor::YearMonth month) {
    return spending_by_category(session, user, month.first_day(), month.last_day());
}

}  // namespace budget
