// A foreign key to a column whose values may repeat.
// first error: foreign_key_target_is_not_unique<
// first error: column<Expense, {category_name}
// first error: column<Category, {title}
// first error: make_the_target_primary_key_or_unique
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string> title;
    Mapped<std::string, length<50>, unique> name;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Mapped<std::string, foreign_key<&Category::title>> category_name;
#else
    Mapped<std::string, foreign_key<&Category::name>> category_name;
#endif
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
