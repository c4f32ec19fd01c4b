#include "dialects/postgresql/connect/destination.hpp"

#include <algorithm>
#include <arpa/inet.h>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/connect/overrides.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::string_view pooler_suffix = "-pooler";

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return out;
}

bool is_loopback_address(const std::string& host) {
    in_addr four{};
    if (inet_pton(AF_INET, host.c_str(), &four) == 1) {
        return (ntohl(four.s_addr) >> 24) == 127;
    }
    in6_addr six{};
    return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool is_pooled(const URL& url, const std::vector<Host>& hosts, Pooler pooler) {
    const auto asked = url.query_value("pgbouncer");
    if (asked && *asked != "true" && *asked != "false") {
        throw ArgumentError(fmt::format("pgbouncer={} in the database URL is neither true nor false", *asked),
                            "write pgbouncer=true behind a transaction pooler, otherwise leave it out");
    }
    if (pooler != Pooler::automatic) {
        return pooler == Pooler::transaction;
    }
    if (asked) {
        return *asked == "true";
    }
    return std::any_of(hosts.begin(), hosts.end(),
                       [](const Host& host) { return lower(first_label(host.name)).ends_with(pooler_suffix); });
}

}  // namespace

bool is_local(std::string_view host) {
    const auto name = lower(host);
    return name.empty() || name[0] == '/' || name[0] == '@' || name == "localhost" || name.ends_with(".localhost") ||
           is_loopback_address(name);
}

bool is_local(const Host& host) {
    return is_local(host.name) && (host.address.empty() || is_loopback_address(host.address));
}

bool is_neon(std::string_view host) { return lower(host).ends_with(".neon.tech"); }

std::string_view first_label(std::string_view host) { return host.substr(0, host.find('.')); }

Destination destination_of(const URL& given, const EngineOptions& options) {
    const auto url = overridden(given, options.connect_args);
    const auto hosts = hosts_of(url);
    Destination found;
    found.local = std::all_of(hosts.begin(), hosts.end(), [](const Host& host) { return is_local(host); });
    found.pooled = is_pooled(url, hosts, options.pooler);
    for (const auto& host : hosts) {
        if (!found.neon && is_neon(host.name)) {
            found.neon = true;
            found.endpoint = lower(first_label(host.name));
            if (found.endpoint.ends_with(pooler_suffix)) {
                found.endpoint.resize(found.endpoint.size() - pooler_suffix.size());
            }
        }
    }
    return found;
}

}  // namespace athanor::postgresql
