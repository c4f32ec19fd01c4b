#include "dialects/postgresql/connect/plan.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <libpq-fe.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/connect/destination.hpp"
#include "dialects/postgresql/connect/keywords.hpp"

namespace athanor::postgresql {

namespace {

constexpr int first_with_server_name = 140'000;  // libpq that names the host in the TLS handshake

void give_default(Parameters& parameters, std::string_view key, std::string value) {
    if (find(parameters, key) == nullptr) {
        parameters.emplace_back(key, std::move(value));
    }
}

void use_options(Parameters& parameters, const EngineOptions& options) {
    const bool named = !options.application_name.empty();
    give_default(parameters, named ? "application_name" : "fallback_application_name",
                 named ? options.application_name : "athanor");
    give_default(parameters, "client_encoding", "UTF8");
    // Without them a connection through a network that drops packets silently would hang for a quarter of an hour.
    give_default(parameters, "keepalives", options.keepalives.idle > 0 ? "1" : "0");
    if (options.keepalives.idle > 0) {
        give_default(parameters, "keepalives_idle", std::to_string(options.keepalives.idle));
        give_default(parameters, "keepalives_interval", std::to_string(options.keepalives.interval));
        give_default(parameters, "keepalives_count", std::to_string(options.keepalives.count));
    }
    give_default(parameters, "tcp_user_timeout", std::to_string(options.tcp_user_timeout));
}

/// Puts settings before those that `options` has already: the later one of two wins in the server.
void add_server_options(Parameters& parameters, const std::string& settings) {
    const auto* const there = find(parameters, "options");
    const auto given = there != nullptr ? *there : libpq_default("options");
    set(parameters, "options", given.empty() ? settings : settings + " " + given);
}

/// "require" unless somebody said otherwise.
bool tls_is_decided(const Parameters& parameters) {
    return find(parameters, "sslmode") != nullptr || std::getenv("PGSSLMODE") != nullptr ||
           libpq_default("sslmode") != "prefer";
}

bool names_no_host_in_tls(const Parameters& parameters) {
    const auto* const sni = find(parameters, "sslsni");
    return PQlibVersion() < first_with_server_name || (sni != nullptr && *sni == "0");
}

}  // namespace

Plan plan_of(const URL& given, const EngineOptions& options) {
    for (const auto& [key, value] : options.connect_args) {
        check_keyword(key, "connect_args has");
    }
    const auto url = overridden(given, options.connect_args);
    const auto destination = destination_of(given, options);
    Plan plan;
    plan.hosts = hosts_of(url);
    plan.shuffled = url.query_value("load_balance_hosts") == "random";
    plan.host_limit = host_limit(given, options);
    plan.retries = options.connect_retries;
    plan.common = keywords_of(url, PQlibVersion());
    if (const auto* const session = find(plan.common, "target_session_attrs")) {
        plan.session = *session;
        std::erase_if(plan.common, [](const auto& item) { return item.first == "target_session_attrs"; });
    } else if (const auto usual = libpq_default("target_session_attrs"); !usual.empty()) {
        plan.session = usual;
    }
    const auto part = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            give_default(plan.common, key, value);
        }
    };
    part("user", url.username.value_or(""));
    part("password", url.password.value_or(""));
    part("dbname", url.database);
    use_options(plan.common, options);
    // As a default of the session it survives a reset, and costs no round trip. A pooler would refuse it: there each
    // transaction sets it.
    if (options.statement_timeout > 0 && !destination.pooled) {
        add_server_options(plan.common,
                           fmt::format("-c statement_timeout={:.0f}", std::ceil(options.statement_timeout * 1000)));
    }
    return plan;
}

std::chrono::seconds host_limit(const URL& given, const EngineOptions& options) {
    const auto url = overridden(given, options.connect_args);
    const auto asked = url.query_value("connect_timeout").value_or(libpq_default("connect_timeout"));
    if (asked.empty()) {
        return std::chrono::seconds(options.connect_timeout);
    }
    int seconds = 0;
    const auto* const end = asked.data() + asked.size();
    if (const auto [stop, error] = std::from_chars(asked.data(), end, seconds);
        error != std::errc() || stop != end || seconds < 0) {
        throw ArgumentError("connect_timeout in the database URL is not a number of seconds",
                            "write a whole number; 0 waits for a day");
    }
    constexpr int day = 86'400;
    return std::chrono::seconds(seconds == 0 || seconds > day ? day : seconds);
}

Parameters Plan::parameters_for(const Host& host) const {
    auto parameters = common;
    const auto put = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            set(parameters, key, value);
        }
    };
    put("host", host.name);
    put("hostaddr", host.address);
    put("port", host.port);
    if (!is_local(host) && !tls_is_decided(common)) {
        set(parameters, "sslmode", "require");
    }
    if (is_neon(host.name) && names_no_host_in_tls(parameters)) {
        const auto* const there = find(parameters, "options");
        if (there == nullptr || there->find("endpoint") == std::string::npos) {
            add_server_options(parameters, fmt::format("endpoint={}", first_label(host.name)));
        }
    }
    return parameters;
}

}  // namespace athanor::postgresql
