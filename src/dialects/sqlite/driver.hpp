#pragma once

#include <memory>

#include <athanor/core/url.hpp>
#include <athanor/engine/driver.hpp>
#include <athanor/engine/engine.hpp>

namespace athanor::sqlite {

/// Opens a SQLite database. Query keys: `mode` (ro, rw, rwc, memory), `uri=true` (the database part is an SQLite URI,
/// and every other query key is handed to SQLite with it). connect_args are query keys too and win over the URL's.
/// @throws ArgumentError for an unknown query key or mode; OperationalError, naming the path, if the file cannot be
/// opened; DatabaseError if it is not a database.
[[nodiscard]] std::unique_ptr<DriverConnection> connect(const URL& url, const EngineOptions& options);

/// @throws ArgumentError for a URL, or connect_args, that connect would refuse.
void check_url(const URL& url, const EngineOptions& options);

/// True if the URL names a database in memory, which each connection has for itself.
[[nodiscard]] bool is_memory(const URL& url);

}  // namespace athanor::sqlite
