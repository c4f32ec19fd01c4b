// A precision on a column that is no Decimal.
// first error: numeric_is_for_Decimal<
// first error: column<Expense, {amount}
// first error: put_the_option_on_another_member
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Mapped<std::string, numeric<12, 2>> amount;
#else
    Mapped<Decimal, numeric<12, 2>> amount;
#endif
};

void make_tables(const Engine& engine) { Schema<Expense>::create_all(engine); }
