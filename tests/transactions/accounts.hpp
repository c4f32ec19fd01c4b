#pragma once

#include <string>

#include <athanor/orm.hpp>
#include <athanor/orm/run_transaction.hpp>

namespace transactions {

using namespace athanor;

struct Account : Model<Account> {
    static constexpr auto table_name = "accounts";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> owner;
    Mapped<int> balance;
};

using Bank = Schema<Account>;

/// The tables, and an account for each of Ann and Bob with 100.
inline void fill(const Engine& engine) {
    Bank::create_all(engine);
    Session session(engine);
    session.add(Account{.owner = "Ann", .balance = 100});
    session.add(Account{.owner = "Bob", .balance = 100});
    session.commit();
}

inline int balance_of(Session& session, const std::string& owner) {
    auto& a = Account::columns();
    return session.scalars(select(a.balance).where(a.owner == owner)).one();
}

inline int balance_of(const Engine& engine, const std::string& owner) {
    Session session(engine);
    return balance_of(session, owner);
}

inline void add_to(Session& session, const std::string& owner, int amount) {
    session.query<Account>().filter(Account::columns().owner == owner).one()->balance += amount;
    session.flush();
}

/// What a database reports whose transaction met another one.
inline ErrorDetails conflict(const std::string& sqlstate = "40001") {
    ErrorDetails details;
    details.driver = "postgresql";
    details.sqlstate = sqlstate;
    details.message = "could not serialize access";
    details.retryable = true;
    return details;
}

}  // namespace transactions
