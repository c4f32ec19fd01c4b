#include <chrono>
#include <thread>

#include <athanor/orm/run_transaction.hpp>

#include <budget/database.hpp>
#include <budget/models.hpp>

namespace budget {

namespace {
constexpr int max_attempts = 5;
// Seconds, below the time that SQLite waits for a lock: one that outlasts that is not a chance meeting of two programs.
constexpr double max_time = 4;
constexpr int sqlite_error = 1;
}  // namespace

athanor::Engine open(const athanor::URL& url, const athanor::EngineOptions& options) {
    // A session can write users only once it knows the models that users have relationships with.
    static_cast<void>(BudgetSchema::metadata());
    return athanor::create_engine(url, options);
}

void create_tables(const athanor::Engine& engine) { BudgetSchema::create_all(engine); }

void check_tables(const athanor::Engine& engine) {
    athanor::Session session(engine);
    auto& e = Expense::columns();
    static_cast<void>(session.scalar(select(e.transfer_id).limit(1)));
    session.rollback();
}

bool Retry::again(const athanor::Error& error) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
    if (!error.details().retryable || error.details().outcome_unknown || ++attempts_ == max_attempts ||
        elapsed.count() > max_time) {
        return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 * attempts_));
    return true;
}

void transact(const athanor::Engine& engine, const std::function<void(athanor::Session&)>& work) {
    athanor::run_transaction(engine, work,
                             {.max_retries = max_attempts - 1, .give_up_after = max_time, .repeatable = true});
}

Ping ping(const athanor::Engine& engine) {
    const auto begin = std::chrono::steady_clock::now();
    auto connection = engine.connect();
    static_cast<void>(connection.exec_driver_sql("SELECT 1"));
    connection.rollback();
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - begin;
    return {std::string(engine.dialect().name()), connection.driver().server_version(), engine.url().to_string(),
            elapsed.count()};
}

bool is_missing_table(const athanor::Error& error) {
    const auto& details = error.details();
    return details.sqlstate == "42P01" || (details.driver == "sqlite" && (details.native_code & 0xff) == sqlite_error &&
                                           details.message.find("no such table") != std::string::npos);
}

bool is_outdated(const athanor::Error& error) {
    const auto& details = error.details();
    const bool no_column = details.message.find("no such column") != std::string::npos ||
                           details.message.find("has no column named") != std::string::npos;
    return details.sqlstate == "42703" ||
           (details.driver == "sqlite" && (details.native_code & 0xff) == sqlite_error && no_column);
}

}  // namespace budget
