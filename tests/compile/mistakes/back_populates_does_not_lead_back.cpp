// Two sides of a relationship that do not name each other.
// first error: back_populates_does_not_lead_back<
// first error: column<Category, {entries}
// first error: column<Expense, {category}
// first error: make_both_sides_name_each_other
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense;
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Many<Expense, back_populates<"category">> expenses;
#ifdef WRONG
    Many<Expense, back_populates<"category">> entries;
#else
#endif
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Category::id>> category_id;
    One<Category, back_populates<"expenses">> category;
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
