#include "dialects/postgresql/connect/hosts.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/postgresql/connect/overrides.hpp"

namespace athanor::postgresql {

namespace {

using Strings = std::vector<std::string>;

constexpr const char* how_to_write = "write either ?host=a:1&host=b:2 or ?host=a,b&port=1,2";

Strings values_of(const URL& url, std::string_view key) {
    Strings values;
    for (const auto& [name, value] : url.query) {
        if (name == key) {
            values.push_back(value);
        }
    }
    return values;
}

Strings split(std::string_view text) {
    Strings parts;
    while (true) {
        const auto comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(comma + 1);
    }
}

/// `key=a,b` or `key=a&key=b`.
Strings list_of(const URL& url, std::string_view key) {
    auto values = values_of(url, key);
    return values.size() == 1 ? split(values[0]) : values;
}

void check_port(const std::string& text) {
    std::uint16_t port = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, port);
    if (!text.empty() && (error != std::errc() || stop != end || port == 0)) {
        throw ArgumentError(fmt::format("the port \"{}\" in the database URL is not a number from 1 to 65535", text),
                            how_to_write);
    }
}

/// "name:5432", "[::1]:5432", "/folder:5432", each also without a port. More than one colon without brackets is an
/// IPv6 address.
Host host_with_port(std::string_view text) {
    Host host;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) {
            throw ArgumentError("a host in the database URL starts with '[' and has no ']'", how_to_write);
        }
        host.name = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        if (!text.empty() && text[0] != ':') {
            throw ArgumentError("after the ']' of a host in the database URL comes no port", how_to_write);
        }
        host.port = text.empty() ? text : text.substr(1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        host.name = text.substr(0, text.find(':'));
        host.port = text.substr(text.find(':') + 1);
    } else {
        host.name = text;
    }
    return host;
}

void give_ports(std::vector<Host>& hosts, const Strings& ports) {
    if (ports.empty()) {
        return;
    }
    if (ports.size() != hosts.size()) {
        throw ArgumentError(fmt::format("the database URL has {} hosts and {} ports", hosts.size(), ports.size()),
                            "give each host its port, or leave all ports out");
    }
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        hosts[i].port = ports[i];
    }
}

void give_addresses(std::vector<Host>& hosts, const Strings& addresses) {
    if (addresses.empty()) {
        return;
    }
    if (addresses.size() != hosts.size()) {
        throw ArgumentError(
            fmt::format("the database URL has {} hosts and {} hostaddr", hosts.size(), addresses.size()),
            "give each host its address, or leave hostaddr out");
    }
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        hosts[i].address = addresses[i];
    }
}

std::vector<Host> from_query(const Strings& values) {
    std::vector<Host> hosts;
    if (values.size() == 1) {
        const auto names = split(values[0]);
        if (names.size() == 1) {
            return {host_with_port(names[0])};
        }
        for (const auto& name : names) {
            hosts.push_back({name, "", ""});
        }
    } else {
        for (const auto& value : values) {
            if (value.find(',') != std::string::npos) {
                throw ArgumentError("two ways to write several hosts are mixed in the database URL", how_to_write);
            }
            hosts.push_back(host_with_port(value));
        }
    }
    if (std::any_of(hosts.begin(), hosts.end(), [](const Host& host) { return host.name.empty(); })) {
        throw ArgumentError("one of the hosts in the database URL is empty", how_to_write);
    }
    return hosts;
}

std::vector<Host> named_hosts(const URL& url, std::size_t addresses) {
    const auto values = values_of(url, "host");
    if (!values.empty() && !url.host.empty()) {
        throw ArgumentError("the database URL names a host both behind the // and in its query",
                            "several hosts stand in the query only: postgresql://user@/database?host=a:1&host=b:2");
    }
    if (!values.empty()) {
        return from_query(values);
    }
    std::vector<Host> hosts;
    for (auto& name : split(url.host)) {
        hosts.push_back({std::move(name), "", ""});
    }
    if (url.host.empty() && addresses > 1) {
        hosts.resize(addresses);
    }
    return hosts;
}

}  // namespace

std::string Host::to_string() const {
    const auto& shown = name.empty() ? address : name;
    if (shown.empty()) {
        return port.empty() ? "the default host" : fmt::format("the default host, port {}", port);
    }
    const bool ipv6 = shown.find(':') != std::string::npos && shown[0] != '/';
    const auto text = ipv6 ? fmt::format("[{}]", shown) : shown;
    return port.empty() ? text : fmt::format("{}:{}", text, port);
}

std::vector<Host> hosts_of(const URL& given) {
    auto url = given;
    auto addresses = list_of(url, "hostaddr");
    if (url.host.empty() && !url.query_value("host") && addresses.empty()) {
        url.host = libpq_default("host");
        const auto address = libpq_default("hostaddr");
        addresses = address.empty() ? Strings() : split(address);
    }
    auto ports = list_of(url, "port");
    auto hosts = named_hosts(url, addresses.size());
    const bool own_ports = std::any_of(hosts.begin(), hosts.end(), [](const Host& host) { return !host.port.empty(); });
    if (own_ports && !ports.empty()) {
        throw ArgumentError("two ways to write the ports of several hosts are mixed in the database URL", how_to_write);
    }
    if (ports.empty() && url.port) {
        ports.assign(own_ports ? 0 : hosts.size(), std::to_string(*url.port));
    }
    // From the environment, one port is good for all.
    const auto usual = libpq_default("port");
    if (ports.empty() && !own_ports && usual.find(',') != std::string::npos) {
        ports = split(usual);
    }
    give_ports(hosts, ports);
    give_addresses(hosts, addresses);
    for (auto& host : hosts) {
        check_port(host.port);
        if (host.port.empty() && usual.find(',') == std::string::npos) {
            host.port = usual;
        }
    }
    return hosts;
}

}  // namespace athanor::postgresql
