// `via` names a foreign key that leads to another table.
// first error: via_is_no_foreign_key_to_the_target<
// first error: column<Expense, {category}
// first error: Category
// first error: name_a_foreign_key_of_this_model
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
};
struct User : Model<User> {
    static constexpr auto table_name = "users";
    Mapped<int, primary_key> id;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Category::id>> category_id;
    Mapped<int, foreign_key<&User::id>> user_id;
#ifdef WRONG
    One<Category, via<&Expense::user_id>> category;
#else
    One<Category, via<&Expense::category_id>> category;
#endif
};

void make_tables(const Engine& engine) { Schema<Category, User, Expense>::create_all(engine); }
