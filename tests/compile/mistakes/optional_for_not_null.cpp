// std::nullopt for a column that cannot be NULL.
// first error: optional_value_for_a_not_null_column<
// first error: column<Expense, {description}
// first error: give_a_value_or_make_the_column_optional
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

void forget(Expense& expense) {
#ifdef WRONG
    expense.description = std::nullopt;
#else
    expense.category_id = std::nullopt;
#endif
}
