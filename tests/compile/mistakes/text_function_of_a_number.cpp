// `like` on a column that is no text.
// first error: function_needs_text<
// first error: column<Expense, {amount}
// first error: use_a_text_column
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

auto round_ones() {
    auto& e = Expense::columns();
#ifdef WRONG
    return select<Expense>().where(e.amount.like("%.00"));
#else
    return select<Expense>().where(e.description.like("%.00"));
#endif
}
