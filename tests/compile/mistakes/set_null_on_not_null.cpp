// ON DELETE SET NULL on a column that cannot be NULL.
// first error: set_null_on_a_not_null_column<
// first error: column<Expense, {category_id}
// first error: make_the_member_std_optional
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
    Mapped<int, foreign_key<&Category::id>, on_delete<"SET NULL">> category_id;
#else
    Mapped<std::optional<int>, foreign_key<&Category::id>, on_delete<"SET NULL">> category_id;
#endif
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
