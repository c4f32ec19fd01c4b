#include <string>

#include <budget/csv_export.hpp>

#include "csv_writer.hpp"

namespace budget {

std::size_t export_csv(athanor::ReadSession& session, const athanor::Ref<User>& user,
                       const std::function<void(std::string_view)>& write) {
    constexpr std::size_t page = 1000;
    auto& e = Expense::columns();
    auto& c = Category::columns();
    const auto query =
        select(e.id, e.date, e.amount, c.name, e.description, e.key, e.import_key, e.created_at, c.color, e.transfer_id)
            .join(e.category)
            .where(e.user_id == user->id)
            .order_by(e.date, e.id)
            .limit(page);
    std::string out;
    append_csv(
        out, {"date", "amount", "category", "description", "key", "import_key", "created_at", "color", "transfer_id"});
    std::size_t count = 0;
    athanor::Date last_day = athanor::Date::from_days_since_epoch(athanor::Date::min_days);
    int last_id = 0;
    // By day, because the index on user and day then finds where a page begins.
    for (bool more = true; more;) {
        std::size_t rows = 0;
        for (const auto& [id, date, amount, category, description, key, import_key, created_at, color, transfer_id] :
             session.execute(query.where(e.date >= last_day, e.date > last_day || e.id > last_id))) {
            append_csv(out, {date.to_string(), amount.rescaled(2).to_string(), category, description, key.to_string(),
                             import_key ? std::string_view(*import_key) : std::string_view(), created_at.to_string(),
                             color, transfer_id ? transfer_id->to_string() : std::string()});
            last_day = date;
            last_id = id;
            ++rows;
        }
        write(out);
        out.clear();
        count += rows;
        more = rows == page;
    }
    return count;
}

}  // namespace budget
