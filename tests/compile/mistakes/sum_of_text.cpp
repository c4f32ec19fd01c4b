// The sum of a column that is no number.
// first error: function_needs_a_number<
// first error: column<Expense, {description}
// first error: use_a_numeric_column
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

auto total() {
    auto& e = Expense::columns();
#ifdef WRONG
    return select(func::sum(e.description));
#else
    return select(func::sum(e.amount));
#endif
}
