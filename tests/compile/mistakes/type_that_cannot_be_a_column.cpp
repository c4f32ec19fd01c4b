// A member type that no column has.
// first error: type_cannot_be_a_column<
// first error: column<Expense, {tags}
// first error: vector
// first error: use_a_type_that_docs_mapping_lists
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Mapped<std::vector<std::string>> tags;
#else
    Mapped<std::string> tags;
#endif
};

void make_tables(const Engine& engine) { Schema<Expense>::create_all(engine); }
