// Two foreign keys lead to the same table, and the relationship does not say which it means.
// first error: several_foreign_keys_join_the_tables<
// first error: column<Transfer, {source}
// first error: Account
// first error: say_which_one_with_via
#include <athanor/orm.hpp>
using namespace athanor;

struct Account : Model<Account> {
    static constexpr auto table_name = "accounts";
    Mapped<int, primary_key> id;
};
struct Transfer : Model<Transfer> {
    static constexpr auto table_name = "transfers";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Account::id>> source_id;
    Mapped<int, foreign_key<&Account::id>> target_id;
#ifdef WRONG
    One<Account> source;
#else
    One<Account, via<&Transfer::source_id>> source;
#endif
};

void make_tables(const Engine& engine) { Schema<Account, Transfer>::create_all(engine); }
