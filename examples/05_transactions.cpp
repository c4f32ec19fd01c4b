// Money moves from one account to another: both balances change, or neither.

#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include <athanor/orm.hpp>

using namespace athanor;

struct Account : Model<Account> {
    static constexpr auto table_name = "accounts";

    Mapped<int, primary_key>                  id;
    Mapped<std::string, length<50>, unique>   name;
    Mapped<Decimal, numeric<12, 2>>           balance;

    static auto table_args() {
        auto& a = columns();
        return TableArgs{check("not_overdrawn", a.balance >= 0)};   // a rule that the database keeps
    }
};

using BankSchema = Schema<Account>;

// A session of its own for each question, as another program would have it.
Decimal balance_of(const Engine& engine, const std::string& name) {
    Session session(engine);
    auto& a = Account::columns();
    return session.scalar(select(a.balance).where(a.name == name)).value();
}

void print_balances(const Engine& engine, const std::string& title) {
    fmt::print("{:24} purse {:>7}  savings {:>7}\n", title, balance_of(engine, "purse"), balance_of(engine, "savings"));
}

// Everything between the first statement and commit() is one transaction.
void transfer(Session& session, const Decimal& amount, const std::string& from, const std::string& to) {
    auto& a = Account::columns();
    auto source = session.scalars(select<Account>().where(a.name == from)).one();
    auto target = session.scalars(select<Account>().where(a.name == to)).one();
    target->balance += amount;
    source->balance -= amount;
    session.commit();
}

// The database refuses to overdraw. Nothing of the transaction stays, not even the half that was allowed.
void transfer_too_much(const Engine& engine) {
    Session session(engine);
    try {
        transfer(session, "5000.00"_dec, "purse", "savings");
    } catch (const IntegrityError& error) {
        fmt::print("refused: {}\n", error.details().constraint);
        session.rollback();                            // before the session is used again
    }
    transfer(session, "10.00"_dec, "purse", "savings");   // the same session, a new transaction
}

// An error of the program between two writes: the session is destroyed on the way out, and rolls back.
void transfer_with_power_cut(const Engine& engine) {
    Session session(engine);
    auto purse = session.get<Account>(1);
    purse->balance -= "20.00"_dec;
    session.flush();                                   // the UPDATE is sent, inside the transaction
    throw std::runtime_error("power cut");
}

// A name that is taken is no disaster: ask which rule was broken, and say so.
bool open_account(Session& session, const std::string& name) {
    session.add(Account{.name = name});
    try {
        session.commit();
        return true;
    } catch (const IntegrityError& error) {
        session.rollback();
        if (error.kind() != IntegrityKind::unique) throw;
        return false;
    }
}

int main() {
    auto engine = create_engine("sqlite:///accounts.db");
    BankSchema::drop_all(engine);
    BankSchema::create_all(engine);
    {
        Session session(engine);
        session.add(Account{.name = "purse", .balance = "100.00"_dec});
        session.add(Account{.name = "savings", .balance = "900.00"_dec});
        session.commit();
    }
    print_balances(engine, "at first");

    Session session(engine);
    transfer(session, "30.00"_dec, "purse", "savings");
    print_balances(engine, "after a transfer");

    // What is not committed, nobody else sees.
    session.get<Account>(1)->balance += "1.00"_dec;
    session.flush();
    print_balances(engine, "seen from outside");
    session.rollback();

    transfer_too_much(engine);
    print_balances(engine, "after the refusal");

    try {
        transfer_with_power_cut(engine);
    } catch (const std::runtime_error& error) {
        print_balances(engine, fmt::format("after the {}", error.what()));
    }

    for (auto name : {"holiday", "purse"})
        fmt::print("open {}: {}\n", name, open_account(session, name) ? "done" : "the name is taken");
}
