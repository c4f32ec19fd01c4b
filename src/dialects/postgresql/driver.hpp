#pragma once

#include <memory>

#include <athanor/core/url.hpp>
#include <athanor/engine/driver.hpp>
#include <athanor/engine/engine.hpp>

namespace athanor::postgresql {

/// Connects to a PostgreSQL server. Query keys of the URL are libpq's connection keywords.
/// @throws ArgumentError for a query key that libpq does not know; OperationalError with host, port, user and database,
/// never the password, if the connection cannot be made within `connect_timeout` for each host.
[[nodiscard]] std::unique_ptr<DriverConnection> connect(const URL& url, const EngineOptions& options);

}  // namespace athanor::postgresql
