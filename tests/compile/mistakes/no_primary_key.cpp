// A model without a primary key.
// first error: model_has_no_primary_key<Category
// first error: add_a_member_with_primary_key
#include <athanor/orm.hpp>
using namespace athanor;

struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
#ifdef WRONG
    Mapped<int> id;
#else
    Mapped<int, primary_key> id;
#endif
    Mapped<std::string, length<50>> name;
};

void make_tables(const Engine& engine) { Schema<Category>::create_all(engine); }
