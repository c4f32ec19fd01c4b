#pragma once

#include <string>
#include <string_view>

#include <budget/models.hpp>

namespace budget {

/// Who called a tool, and how.
struct Caller {
    std::string client;     ///< its name and version, as it says itself; may be empty
    std::string transport;  ///< "stdio", "http"
    std::string tool;
    std::string arguments;  ///< JSON
};

/// Adds an entry on what the session's transaction changed so far, and flushes, so that both are saved or neither is.
/// Texts that are too long are cut.
athanor::Ref<AuditEntry> write_audit(athanor::Session& session, const athanor::Ref<User>& user, const Caller& caller,
                                     std::string_view change);

/// Refuses a database without the table of audit entries, which an older version made.
/// @throws Error, saying what to do; athanor::DBAPIError if there are no tables at all.
void check_audit(const athanor::Engine& engine);

}  // namespace budget
