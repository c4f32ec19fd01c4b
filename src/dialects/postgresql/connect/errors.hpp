#pragma once

#include <string>
#include <string_view>

#include <athanor/core/error_details.hpp>

#include "dialects/postgresql/connect/plan.hpp"
#include "dialects/postgresql/connect/verdict.hpp"

namespace athanor::postgresql {

/// Why no connection could be made.
struct ConnectFailure {
    std::string sqlstate;  ///< empty if no server said no
    std::string message;   ///< on one line
    Verdict verdict;
};

/// Makes a failure of libpq's message in its verbose form, which is the only place where it shows the SQLSTATE.
[[nodiscard]] ConnectFailure connect_failure(std::string_view message, bool local);

/// "db.example.com:5432, other:5432".
[[nodiscard]] std::string names_of(const std::vector<Host>& hosts);

/// Throws OperationalError with hosts, user and database, never the password.
[[noreturn]] void throw_connect_error(const Plan& plan, const ConnectFailure& failure);

}  // namespace athanor::postgresql
