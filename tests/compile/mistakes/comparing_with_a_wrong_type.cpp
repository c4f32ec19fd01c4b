// Text compared with a number.
// first error: these_cannot_meet_in_sql<
// first error: column<Expense, {description}
// first error: int
// first error: convert_one_side
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

auto fifty() {
    auto& e = Expense::columns();
#ifdef WRONG
    return select<Expense>().where(e.description == 50);
#else
    return select<Expense>().where(e.description == "50");
#endif
}
