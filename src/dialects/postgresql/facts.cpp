#include <memory>

#include "dialects/postgresql/connection.hpp"

namespace athanor::postgresql {

namespace {

std::string text(const char* from_libpq) { return from_libpq != nullptr ? from_libpq : ""; }

/// What libpq was told, or took by itself, for a keyword that it has no function for.
std::string setting(PGconn* connection, std::string_view keyword) {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(connection),
                                                                                 PQconninfoFree);
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->keyword == keyword) {
            return text(option->val);
        }
    }
    return "";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> PostgresqlConnection::facts() const {
    auto* const connection = connection_.get();
    return {{"host", text(PQhost(connection))},
            {"address", text(PQhostaddr(connection))},
            {"port", text(PQport(connection))},
            {"user", text(PQuser(connection))},
            {"database", text(PQdb(connection))},
            {"tls", text(PQsslAttribute(connection, "protocol"))},
            {"cipher", text(PQsslAttribute(connection, "cipher"))},
            {"sslmode", setting(connection, "sslmode")},
            {"backend", std::to_string(PQbackendPID(connection))}};
}

}  // namespace athanor::postgresql
