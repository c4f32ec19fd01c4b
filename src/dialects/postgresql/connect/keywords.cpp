#include "dialects/postgresql/connect/keywords.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <libpq-fe.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

#include "dialects/postgresql/connect/trust.hpp"

namespace athanor::postgresql {

namespace {

using std::string_view;

/// Keywords that came with a later libpq than the oldest one in use; `harmless` is the value that changes nothing.
struct Later {
    string_view key;
    int since;
    string_view harmless;
};
constexpr std::array<Later, 13> later = {{
    {"load_balance_hosts", 0, ""},  // done here, so that every libpq has it
    {"require_auth", 16, ""},
    {"sslcertmode", 16, "allow"},
    {"gssdelegation", 16, "0"},
    {"sslnegotiation", 17, "postgres"},
    {"min_protocol_version", 18, "3.0"},
    {"max_protocol_version", 18, "3.0"},
    {"sslkeylogfile", 18, ""},
    {"servicefile", 18, ""},
    {"scram_client_key", 18, ""},
    {"scram_server_key", 18, ""},
    {"oauth_issuer", 18, ""},
    {"oauth_client_id", 18, ""},
}};

/// Keys of other programs' URLs, with what does the same here.
constexpr std::array<std::pair<string_view, string_view>, 13> elsewhere = {{
    {"pool_size", "pool_size is an option of create_engine"},
    {"connection_limit", "pool_size is an option of create_engine"},
    {"max_overflow", "max_overflow is an option of create_engine"},
    {"pool_timeout", "pool_timeout is an option of create_engine"},
    {"pool_recycle", "pool_recycle is an option of create_engine"},
    {"pool_pre_ping", "pool_pre_ping is an option of create_engine"},
    {"statement_timeout", "statement_timeout is an option of create_engine"},
    {"isolation_level", "isolation_level is an option of create_engine"},
    {"statement_cache_size", "statement_cache_size is an option of create_engine"},
    {"echo", "echo is an option of create_engine"},
    {"schema", "name the schema in the tables, or set search_path for the role: ALTER ROLE ... SET search_path"},
    {"sslaccept", "use sslmode: require does not check the certificate, verify-full does"},
    {"socket_timeout", "use statement_timeout and tcp_user_timeout, options of create_engine"},
}};

std::vector<std::string> known_keywords() {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconndefaults(), PQconninfoFree);
    std::vector<std::string> known = {"pgbouncer", "ssl"};
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        known.emplace_back(option->keyword);
    }
    for (const auto& one : later) {
        known.emplace_back(one.key);
    }
    return known;
}

void check_choice(string_view key, const std::string& value, std::initializer_list<string_view> choices) {
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) {
        return;
    }
    const auto meant = nearest(value, choices);
    throw ArgumentError(fmt::format("{}={} in the database URL is not one of {}", key, value, fmt::join(choices, ", ")),
                        meant ? fmt::format("did you mean \"{}\"?", *meant)
                              : fmt::format("write one of them, or leave {} out", key));
}

/// False: the value is what an older libpq does anyway.
bool is_needed(const std::string& key, const std::string& value, int version) {
    const auto* const found =
        std::find_if(later.begin(), later.end(), [&](const Later& one) { return one.key == key; });
    if (found == later.end() || found->since * 10'000 <= version) {
        return true;
    }
    if (!found->harmless.empty() && value == found->harmless) {
        return false;
    }
    throw ArgumentError(fmt::format("the query key \"{}\" of the database URL needs libpq {}, and this program runs "
                                    "with libpq {}.{}",
                                    key, found->since, version / 10'000, version % 10'000),
                        key == "require_auth" ? "leave it out; channel_binding=require also insists on SCRAM"
                                              : "leave it out, or install a newer libpq");
}

void take(Parameters& parameters, const std::string& key, const std::string& value, int version) {
    if (key == "client_encoding") {
        if (value != "UTF8" && value != "utf8" && value != "UTF-8" && value != "utf-8") {
            throw ArgumentError("client_encoding in the database URL must be UTF8", "leave it out");
        }
    } else if (key == "service") {
        throw ArgumentError("the query key \"service\" of the database URL is not supported",
                            "name host, port, user and database in the URL, or name the service in PGSERVICE");
    } else if (key == "load_balance_hosts") {
        return check_choice(key, value, {"disable", "random"});
    } else if (key == "target_session_attrs") {
        check_choice(key, value, {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"});
    } else if (key == "ssl") {
        check_choice(key, value, {"true"});
        return set(parameters, "sslmode", "require");
    } else if (key == "sslmode" && value == "no-verify") {
        // As programs on Node.js write it; libpq's "require" verifies nothing either.
        return set(parameters, key, "require");
    } else if (key == "sslmode") {
        check_choice(key, value, {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"});
    }
    if (is_needed(key, value, version)) {
        set(parameters, key, value);
    }
}

bool is_ours(string_view key) {
    constexpr std::array<string_view, 5> ours = {"host", "port", "hostaddr", "pgbouncer", "connect_timeout"};
    return std::find(ours.begin(), ours.end(), key) != ours.end();
}

}  // namespace

void check_keyword(const std::string& key, string_view place) {
    static const auto known = known_keywords();
    if (std::find(known.begin(), known.end(), key) != known.end()) {
        return;
    }
    std::string hint = "PostgreSQL takes the connection keywords of libpq, such as sslmode or application_name";
    const auto* const other =
        std::find_if(elsewhere.begin(), elsewhere.end(), [&](const auto& pair) { return pair.first == key; });
    if (other != elsewhere.end()) {
        hint = other->second;
    } else if (const auto meant = nearest(key, known)) {
        hint = fmt::format("did you mean \"{}\"?", *meant);
    }
    throw ArgumentError(fmt::format("{} an unknown query key \"{}\"", place, key), std::move(hint));
}

const std::string* find(const Parameters& parameters, string_view key) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& item) { return item.first == key; });
    return found != parameters.end() ? &found->second : nullptr;
}

void set(Parameters& parameters, string_view key, std::string value) {
    for (auto& [name, old] : parameters) {
        if (name == key) {
            old = std::move(value);
            return;
        }
    }
    parameters.emplace_back(key, std::move(value));
}

Parameters keywords_of(const URL& url, int version) {
    Parameters parameters;
    for (const auto& [key, value] : url.query) {
        check_keyword(key, "the database URL has");
        if (!is_ours(key)) {
            take(parameters, key, value, version);
        }
    }
    use_system_roots(parameters, version);
    return parameters;
}

}  // namespace athanor::postgresql
