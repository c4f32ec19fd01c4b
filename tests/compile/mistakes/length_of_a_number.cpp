// A length on a column that is no text.
// first error: length_is_for_text<
// first error: column<Category, {rank}
// first error: put_the_option_on_another_member
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Mapped<int, length<3>> rank;
#else
    Mapped<std::string, length<3>> rank;
#endif
};

void make_tables(const Engine& engine) { Schema<Category>::create_all(engine); }
