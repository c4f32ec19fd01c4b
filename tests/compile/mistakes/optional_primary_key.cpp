// A primary key that could be NULL.
// first error: primary_key_cannot_be_optional<
// first error: column<Category, {id}
// first error: take_std_optional_away
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
#ifdef WRONG
    Mapped<std::optional<int>, primary_key> id;
#else
    Mapped<int, primary_key> id;
#endif
    Mapped<std::string> name;
};

void make_tables(const Engine& engine) { Schema<Category>::create_all(engine); }
