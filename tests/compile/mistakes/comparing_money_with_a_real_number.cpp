// An exact amount compared with a floating-point number.
// first error: these_cannot_meet_in_sql<
// first error: column<Expense, {amount}
// first error: double
// first error: write_a_Decimal_literal_like_9_99_dec
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
    auto& e = Expense::columns();
#ifdef WRONG
    return select<Expense>().where(e.amount > 9.99);
#else
    return select<Expense>().where(e.amount > "9.99"_dec);
#endif
}
