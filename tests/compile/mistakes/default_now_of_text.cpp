// The current instant as the default of a text.
// first error: default_now_is_for_Date_and_DateTime<
// first error: column<Expense, {created_at}
// first error: put_the_option_on_another_member
#include <athanor/orm.hpp>
using namespace athanor;

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
#ifdef WRONG
    Mapped<std::string, default_now> created_at;
#else
    Mapped<DateTime, default_now> created_at;
#endif
};

void make_tables(const Engine& engine) { Schema<Expense>::create_all(engine); }
