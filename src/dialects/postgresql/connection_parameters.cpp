#include "dialects/postgresql/connection_parameters.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <libpq-fe.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

namespace athanor::postgresql {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Without them a connection through a network that drops packets silently would hang for a quarter of an hour.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> defaults = {{
    {"fallback_application_name", "athanor"},
    {"client_encoding", "UTF8"},
    {"keepalives_idle", "30"},
    {"keepalives_interval", "10"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "20000"},
}};

std::vector<std::string> known_keywords() {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconndefaults(), PQconninfoFree);
    std::vector<std::string> known;
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        known.emplace_back(option->keyword);
    }
    return known;
}

void check_keyword(const std::string& key) {
    static const auto known = known_keywords();
    // Without memory libpq names none; it then refuses a bad keyword itself.
    if (known.empty() || std::find(known.begin(), known.end(), key) != known.end()) {
        return;
    }
    const auto meant = nearest(key, known);
    throw ArgumentError(fmt::format("the database URL has an unknown query key \"{}\"", key),
                        meant
                            ? fmt::format("did you mean \"{}\"?", *meant)
                            : "PostgreSQL takes the connection keywords of libpq, such as sslmode or application_name");
}

auto find(Parameters& parameters, std::string_view key) {
    return std::find_if(parameters.begin(), parameters.end(), [&](const auto& item) { return item.first == key; });
}

}  // namespace

Parameters connection_parameters(const URL& url) {
    Parameters parameters;
    const auto set = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            parameters.emplace_back(key, value);
        }
    };
    set("host", url.host);
    set("port", url.port ? std::to_string(*url.port) : "");
    set("user", url.username.value_or(""));
    set("password", url.password.value_or(""));
    set("dbname", url.database);
    for (const auto& [key, value] : url.query) {
        check_keyword(key);
        if (key == "client_encoding" && value != "UTF8" && value != "utf8" && value != "UTF-8" && value != "utf-8") {
            throw ArgumentError("client_encoding in the database URL must be UTF8", "leave it out");
        }
        const auto there = find(parameters, key);
        if (there == parameters.end()) {
            parameters.emplace_back(key, value);
        } else if (key == "host" || key == "port" || key == "hostaddr") {
            there->second += "," + value;
        } else {
            there->second = value;
        }
    }
    for (const auto& [key, value] : defaults) {
        if (find(parameters, key) == parameters.end()) {
            parameters.emplace_back(key, value);
        }
    }
    return parameters;
}

}  // namespace athanor::postgresql
