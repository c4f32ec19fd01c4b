// A relationship between tables that no foreign key joins.
// first error: no_foreign_key_joins_the_tables<
// first error: column<Expense, {category}
// first error: Category
// first error: add_a_foreign_key
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Mapped<int> category_id;
#else
    Mapped<int, foreign_key<&Category::id>> category_id;
#endif
    One<Category> category;
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
