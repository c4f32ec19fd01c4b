// The other side of a relationship is misspelt: the message has the nearest name.
// first error: back_populates_names_nothing<
// first error: column<Category, {expenses}
// first error: column<Expense, {categroy}
// first error: did_you_mean<{category}
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense;
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Many<Expense, back_populates<"categroy">> expenses;
#else
    Many<Expense, back_populates<"category">> expenses;
#endif
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Category::id>> category_id;
    One<Category, back_populates<"expenses">> category;
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
