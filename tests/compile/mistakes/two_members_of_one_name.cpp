// Two members that would be the same column.
// first error: two_members_have_one_column_name<
// first error: column<Category, {name}
// first error: "label"
// first error: give_one_of_them_a_column_name
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string> name;
#ifdef WRONG
    Mapped<std::string, column_name<"name">> label;
#else
    Mapped<std::string, column_name<"caption">> label;
#endif
};

void make_tables(const Engine& engine) { Schema<Category>::create_all(engine); }
