#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "dialects/postgresql/connect/destination.hpp"
#include "dialects/postgresql/connect_findings.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "engine/finding_list.hpp"
#include "engine/other_urls.hpp"

namespace athanor::postgresql {

namespace {

constexpr int oldest_version = 12;

using Facts = std::vector<std::pair<std::string, std::string>>;

std::string fact(const Facts& facts, std::string_view name) {
    const auto found = std::find_if(facts.begin(), facts.end(), [&](const auto& item) { return item.first == name; });
    return found != facts.end() ? found->second : "";
}

int number(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Finding look_at_tls(const Facts& facts, bool local) {
    const auto version = fact(facts, "tls");
    const auto mode = fact(facts, "sslmode");
    if (version.empty()) {
        if (local) {
            return {"tls", FindingState::ok, "none, and none is needed on this machine", ""};
        }
        return {"tls", FindingState::warning, "none: everybody on the way can read and change what is sent",
                "write sslmode=verify-full and sslrootcert=system into the URL; the server must offer TLS"};
    }
    if (mode == "verify-full") {
        return {"tls", FindingState::ok, fmt::format("{}, the server's certificate and name are verified", version),
                ""};
    }
    const auto remedy = "write sslmode=verify-full and sslrootcert=system (or the file of your own authority) into the "
                        "URL";
    if (mode == "verify-ca") {
        return {"tls", FindingState::warning,
                fmt::format("{}, the server's certificate is verified, its name is not", version), remedy};
    }
    if (local) {
        return {"tls", FindingState::ok, fmt::format("{}, not verified, on this machine", version), ""};
    }
    return {"tls", FindingState::warning,
            fmt::format("{}, the server is not verified (sslmode={}): somebody in between could pretend to be it",
                        version, mode),
            remedy};
}

Finding look_at_server(const DriverConnection& connection) {
    const auto version = connection.server_version();
    const auto text = "PostgreSQL " + version;
    if (number(version) >= oldest_version) {
        return {"server", FindingState::ok, text, ""};
    }
    return {"server", FindingState::warning, text, fmt::format("use version {} or later", oldest_version)};
}

Finding look_at_pooler(DriverConnection& connection, const Facts& facts, const Dialect& dialect, const URL& url,
                       const EngineOptions& options, const Destination& destination) {
    if (destination.pooled) {
        try {
            return {"pooler", FindingState::ok,
                    fmt::format("through a pooler; DDL goes to {}",
                                detail::direct_url(dialect, url, options, "create_all")),
                    ""};
        } catch (const Error& error) {
            return {"pooler", FindingState::warning, error.message(), error.hint()};
        }
    }
    // A pooler gives each client a number of its own. Neon's proxy does so too, with and without its pooler.
    if (!destination.neon && fact(facts, "backend") != detail::answer(connection, "SELECT pg_backend_pid()::text")) {
        return {"pooler", FindingState::warning, "something stands before the server, perhaps a pooler",
                "if it is one in transaction mode, write pgbouncer=true into the URL, and give direct_url"};
    }
    return {"pooler", FindingState::ok, "none, the connection is the server's own", ""};
}

Finding look_at_access(DriverConnection& connection) {
    const auto answer = detail::answer(
        connection, "SELECT current_setting('transaction_read_only') || ' ' || pg_is_in_recovery()::text");
    if (answer.starts_with("off")) {
        return {"access", FindingState::ok, "reads and writes", ""};
    }
    if (answer.ends_with("true")) {
        return {"access", FindingState::warning, "the server is a replica: it only reads",
                "to write, use the URL of the primary server, and give this one as reader_url"};
    }
    return {"access", FindingState::warning, "transactions only read here: default_transaction_read_only is on",
            "to write, switch it off for the role, the database or the server, or take it out of the URL"};
}

/// Connections that the server has for such a role, and how many clients are there.
constexpr const char* limits_query =
    "SELECT least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int - "
    "coalesce(current_setting('reserved_connections', true)::int, 0), "
    "(SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user), "
    "(SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()))::text || ' ' || "
    "(SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid())::text";

/// Nothing where no pool bounds the number.
std::optional<int> most_connections(const EngineOptions& options) {
    switch (options.poolclass) {
    case PoolClass::null:
        return std::nullopt;
    case PoolClass::static_pool:
        return 1;
    case PoolClass::automatic:
    case PoolClass::queue:
        break;
    }
    if (options.pool_size == 0 || options.max_overflow < 0) {
        return std::nullopt;
    }
    return options.pool_size + options.max_overflow;
}

Finding look_at_pool(DriverConnection& connection, const EngineOptions& options, const Destination& destination) {
    const auto most = most_connections(options);
    if (!most) {
        return {"pool", FindingState::warning, "without a limit: as many connections as there are users at a time",
                "bound their number with pool_size and max_overflow, or see that the program does"};
    }
    const auto own = fmt::format("up to {} connections", *most);
    if (destination.pooled) {
        return {"pool", FindingState::ok, own + " to the pooler, which shares those of the server", ""};
    }
    const auto answer = detail::answer(connection, limits_query);
    const int room = number(answer);
    const int used = number(std::string_view(answer).substr(answer.find(' ') + 1));
    const auto text = fmt::format("{}; the server has {} for this user, {} are in use by others", own, room, used);
    if (*most + used <= room) {
        return {"pool", FindingState::ok, text, ""};
    }
    return {"pool", FindingState::warning, text,
            "lower pool_size and max_overflow, raise max_connections of the server, or put a pooler before it"};
}

}  // namespace

std::unique_ptr<DriverConnection> PostgresqlDialect::diagnose(const URL& url, const EngineOptions& options,
                                                              std::vector<Finding>& findings) const {
    const auto destination = destination_of(url, options);
    if (!look_at_names(url, options, findings)) {
        return nullptr;
    }
    auto connection = look_at_connecting(*this, url, options, findings);
    if (!connection) {
        return nullptr;
    }
    const auto facts = connection->facts();
    findings.push_back(look_at_tls(facts, destination.local));
    findings.push_back({"authentication", FindingState::ok,
                        fmt::format(R"(user "{}" to database "{}")", fact(facts, "user"), fact(facts, "database")),
                        ""});
    findings.push_back(look_at_server(*connection));
    findings.push_back(look_at_pooler(*connection, facts, *this, url, options, destination));
    findings.push_back(look_at_access(*connection));
    findings.push_back(look_at_pool(*connection, options, destination));
    return connection;
}

}  // namespace athanor::postgresql
