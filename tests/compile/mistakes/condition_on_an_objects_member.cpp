// A plain C++ comparison as a condition.
// first error: condition_is_a_plain_bool<
// first error: from<Expense
// first error: compare_columns_not_members_of_an_object
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense;
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Many<Expense, back_populates<"category">> expenses;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<200>> description;
    Mapped<Decimal, numeric<12, 2>> amount;
    Mapped<std::optional<int>, foreign_key<&Category::id>> category_id;
    One<Category, back_populates<"expenses">> category;
};

auto like_this(const Expense& expense) {
    auto& e = Expense::columns();
#ifdef WRONG
    (void)e;
    return select<Expense>().where(expense.amount > 50);
#else
    return select<Expense>().where(e.amount > expense.amount);
#endif
}
