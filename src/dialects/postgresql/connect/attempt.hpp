#pragma once

#include <variant>

#include "dialects/postgresql/connect/errors.hpp"
#include "dialects/postgresql/connect/plan.hpp"
#include "dialects/postgresql/handles.hpp"

namespace athanor::postgresql {

using Attempt = std::variant<ConnectionHandle, ConnectFailure>;

/// Tries one host, all its addresses one after the other, for `plan.host_limit`; looking up its name counts too.
/// `session` is what target_session_attrs asks of it. Says in the log when the host lets one wait.
[[nodiscard]] Attempt try_host(const Plan& plan, const Host& host, const std::string& session);

/// Tries the hosts of the plan in turn. As in libpq, a server that says no to user, password or database ends the
/// search; one that is starting, or is not of the kind that was asked for, does not.
[[nodiscard]] Attempt try_hosts(const Plan& plan);

}  // namespace athanor::postgresql
