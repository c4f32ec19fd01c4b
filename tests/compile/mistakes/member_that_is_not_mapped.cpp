// A plain member of a model.
// first error: member_is_not_mapped<
// first error: column<Expense, {note}
// first error: wrap_the_type_in_Mapped
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
#ifdef WRONG
    std::string note;
#else
    Mapped<std::string> note;
#endif
};

void make_tables(const Engine& engine) { Schema<Expense>::create_all(engine); }
