#pragma once

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

/// Runs `work` in a session of its own and commits. When another program was in the way (a lock, a deadlock), all of it
/// is run again, five times at most: it must not remember anything of a run before.
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

}  // namespace budget
