#pragma once

#include <memory>
#include <vector>

#include <athanor/engine/diagnose.hpp>
#include <athanor/engine/dialect.hpp>

namespace athanor::postgresql {

/// Adds "resolve": each name is waited for as long as connecting would. False if no host of the URL has an address.
[[nodiscard]] bool look_at_names(const URL& url, const EngineOptions& options, std::vector<Finding>& findings);

/// Adds "connect", and if it fails there "tls" or "authentication". Null if there is no connection.
[[nodiscard]] std::unique_ptr<DriverConnection> look_at_connecting(const Dialect& dialect, const URL& url,
                                                                   const EngineOptions& options,
                                                                   std::vector<Finding>& findings);

}  // namespace athanor::postgresql
