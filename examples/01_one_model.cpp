// A few lines of CSV become objects, the objects become rows of a database, and the rows become objects again.

#include <sstream>
#include <string>

#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";

    Mapped<int, primary_key>          id;             // the database numbers the rows
    Mapped<Date>                      date;
    Mapped<std::string, length<200>>  description;    // at most 200 characters
    Mapped<Decimal, numeric<12, 2>>   amount;         // exact: 12 digits, 2 of them after the point
};

using BudgetSchema = Schema<Expense>;                 // the models that make up this database

const char* const csv = "2026-11-02,Groceries,52.50\n"
                        "2026-11-03,Bus ticket,3.20\n"
                        "2026-11-05,Cinema,14.00\n";

// One line of CSV becomes one object. It is a plain C++ value: the database knows nothing of it yet.
Expense read_expense(const std::string& line) {
    std::istringstream fields(line);
    std::string date, description, amount;
    std::getline(fields, date, ',');
    std::getline(fields, description, ',');
    std::getline(fields, amount);
    return Expense{.date = Date::parse(date), .description = description, .amount = Decimal::parse(amount)};
}

void import_csv(const Engine& engine) {
    Session session(engine);
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) session.add(read_expense(line));
    session.commit();                                 // all three rows are written here, or none
}

void print_expenses(const Engine& engine) {
    Session session(engine);
    auto& e = Expense::columns();                     // the columns, for queries: always auto&
    Decimal total;
    for (auto& expense : session.scalars(select<Expense>().order_by(e.date))) {
        fmt::print("{}  {}  {:12} {:>8}\n", expense->id, expense->date, expense->description, expense->amount);
        total += expense->amount;
    }
    fmt::print("{:27} {:>8}\n", "together", total);
}

int main() {
    auto engine = create_engine("sqlite:///expenses.db");   // the database is this file
    BudgetSchema::drop_all(engine);                         // begin anew each time the program runs
    BudgetSchema::create_all(engine);                       // CREATE TABLE expenses ...

    import_csv(engine);
    print_expenses(engine);
}
