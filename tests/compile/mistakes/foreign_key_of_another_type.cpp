// A foreign key whose type is not that of the column it refers to.
// first error: foreign_key_has_another_type_than_its_target<
// first error: column<Expense, {category_id}
// first error: column<Category, {id}
// first error: give_both_the_same_type
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
    Mapped<std::string, foreign_key<&Category::id>> category_id;
#else
    Mapped<int, foreign_key<&Category::id>> category_id;
#endif
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
