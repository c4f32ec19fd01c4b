// A join that starts at a table which is not there.
// first error: relationship_of_a_table_not_in_the_query<Expense
// first error: from<Category
// first error: add_join_or_outerjoin
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

auto dear() {
    auto& c = Category::columns();
    auto& e = Expense::columns();
#ifdef WRONG
    (void)c;
    return select<Category>().join(e.category);
#else
    return select<Category>().join(c.expenses).where(e.amount > 50);
#endif
}
