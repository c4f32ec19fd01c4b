// A relationship to a class that is not mapped.
// first error: relationship_to_something_that_is_no_model<
// first error: column<Expense, {category}
// first error: Label
// first error: derive_the_target_from_Model
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
};
struct Label {
    int id;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Category::id>> category_id;
#ifdef WRONG
    One<Label> category;
#else
    One<Category> category;
#endif
};

void make_tables(const Engine& engine) { Schema<Category, Expense>::create_all(engine); }
