#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/orm/session.hpp>

namespace budget {

/// An engine for a budget's database, which makes the models known to the library; not connected yet.
/// @throws as athanor::create_engine.
athanor::Engine open(const athanor::URL& url, const athanor::EngineOptions& options = {});

/// Creates the tables that are not there yet.
void create_tables(const athanor::Engine& engine);

/// Refuses tables that an older version made: they stay as they are.
/// @throws as the services do, see is_outdated.
void check_tables(const athanor::Engine& engine);

/// Runs `work` in a session of its own and commits. When another program was in the way (a lock, a deadlock), or the
/// connection was lost before the commit, all of it is run again, five times at most, and not after four seconds: it
/// must not remember anything of a run before.
/// @throws athanor::CommitUnknownError if nobody can tell whether it was saved.
void transact(const athanor::Engine& engine, const std::function<void(athanor::Session&)>& work);

/// The answer of a database to a connection test.
struct Ping {
    std::string dialect;      ///< "sqlite", "postgresql"
    std::string version;      ///< of the server, "15.18"
    std::string url;          ///< without its password
    double milliseconds = 0;  ///< to connect and to answer one query
};

/// Connects and asks for a number.
Ping ping(const athanor::Engine& engine);

/// Whether the error says that the tables are not there.
bool is_missing_table(const athanor::Error& error);
/// Whether the error says that a column is not there: an older version made the tables.
bool is_outdated(const athanor::Error& error);

/// Decides whether work that another program was in the way of is tried again, and waits a moment before it is.
class Retry {
public:
    /// False if the error would come again, or if it was tried often or long enough.
    [[nodiscard]] bool again(const athanor::Error& error);

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    int attempts_ = 0;
};

}  // namespace budget
