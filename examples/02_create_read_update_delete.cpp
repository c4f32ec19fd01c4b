// The four things that one does with rows, and what a rollback takes back.

#include <string>

#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";

    Mapped<int, primary_key>             id;
    Mapped<Date>                         date;
    Mapped<std::string, length<200>>     description;
    Mapped<Decimal, numeric<12, 2>>      amount;
    Mapped<std::optional<std::string>>   note;         // optional: there may be none (NULL)
};

using BudgetSchema = Schema<Expense>;

void print_all(Session& session, const std::string& title) {
    auto& e = Expense::columns();
    fmt::print("{}:\n", title);
    for (auto& expense : session.scalars(select<Expense>().order_by(e.id)))
        fmt::print("  {}  {:10} {:>6}  {}\n", expense->id, expense->description, expense->amount,
                   expense->note.value_or("-"));
}

// A session that is not committed leaves nothing: its destructor rolls back.
void forget_to_commit(const Engine& engine) {
    Session session(engine);
    session.add(Expense{.date = Date(2026, 11, 9), .description = "Lost", .amount = "1.00"_dec});
}

int main() {
    auto engine = create_engine("sqlite:///crud.db");
    BudgetSchema::drop_all(engine);
    BudgetSchema::create_all(engine);
    Session session(engine);

    // Create: add gives a Ref, a handle to the object that the session now looks after.
    Ref<Expense> food = session.add(
        Expense{.date = Date(2026, 11, 2), .description = "Groceries", .amount = "52.50"_dec});
    Ref<Expense> bus = session.add(
        Expense{.date = Date(2026, 11, 3), .description = "Bus ticket", .amount = "3.20"_dec, .note = "to work"});
    session.commit();
    fmt::print("Groceries got the number {}, the bus ticket {}\n", food->id, bus->id);

    // Read: by primary key, or with a query.
    auto& e = Expense::columns();
    Ref<Expense> second = session.get<Expense>(2);
    if (!session.get<Expense>(99)) fmt::print("There is no number 99\n");
    Ref<Expense> cheap = session.scalars(select<Expense>().where(e.amount < 10)).one();
    fmt::print("One row is one object: {}\n", second == bus && cheap == bus);

    // Update: assign members, then commit. Only the columns that changed are sent.
    bus->amount = "3.40"_dec;
    bus->note = std::nullopt;
    food->amount += "7.50"_dec;
    session.commit();
    print_all(session, "After the update");

    // Delete. (delete is a word of C++, hence the underscore.)
    session.delete_(bus);
    session.commit();
    print_all(session, "After the delete");

    // Rollback: back to the last commit, in the database and in the objects.
    food->amount = "0.01"_dec;
    session.add(Expense{.date = Date(2026, 11, 8), .description = "Mistake", .amount = "999.00"_dec});
    session.flush();
    session.rollback();
    print_all(session, "After the rollback");
    session.commit();                                  // ends the transaction that print_all began

    forget_to_commit(engine);
    print_all(session, "After forgetting to commit");
}
