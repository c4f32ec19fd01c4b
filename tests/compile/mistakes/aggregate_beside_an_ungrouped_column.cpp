// A sum beside a column that is not grouped.
// first error: ungrouped_column_beside_an_aggregate<
// first error: column<Category, {name}
// first error: add_group_by
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

void run(Session& session) {
    auto& c = Category::columns();
    auto& e = Expense::columns();
#ifdef WRONG
    auto rows = session.execute(select(c.name, func::sum(e.amount)).join(c.expenses));
#else
    auto rows = session.execute(select(c.name, func::sum(e.amount)).join(c.expenses).group_by(c.name));
#endif
    (void)rows;
}
