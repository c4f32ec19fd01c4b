// SQL asked of an object instead of the columns.
// first error: sql_on_an_objects_own_member<
// first error: column<Expense, {description}
// first error: ask_Model_columns_instead
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
#ifdef WRONG
    return select<Expense>().where(expense.description.like("Gro%"));
#else
    return select<Expense>().where(Expense::columns().description.like(expense.description));
#endif
}
