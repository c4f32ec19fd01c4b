// A value of another type for a member.
// first error: value_does_not_fit_the_column<
// first error: column<Expense, {description}
// first error: int
// first error: give_a_value_of_the_columns_type
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

Ref<Expense> groceries() {
#ifdef WRONG
    return make<Expense>({.description = 42});
#else
    return make<Expense>({.description = "42"});
#endif
}
