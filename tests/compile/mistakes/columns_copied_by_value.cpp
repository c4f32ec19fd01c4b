// The columns taken by value instead of by reference.
// first error: columns_are_not_copied<Expense
// first error: write_auto_reference_columns
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
#ifdef WRONG
    auto e = Expense::columns();
#else
    auto& e = Expense::columns();
#endif
    return select<Expense>().where(e.amount > 50);
}
