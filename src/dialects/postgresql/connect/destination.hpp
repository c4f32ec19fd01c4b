#pragma once

#include <string>
#include <string_view>

#include <athanor/core/url.hpp>
#include <athanor/engine/engine_options.hpp>

#include "dialects/postgresql/connect/hosts.hpp"

namespace athanor::postgresql {

/// What stands at the other end of a URL, as far as the URL and the options tell. Nothing is asked of the network.
struct Destination {
    bool local = false;    ///< every host is this machine: a Unix socket or a loopback address
    bool pooled = false;   ///< through a pooler in transaction mode: pooler, pgbouncer=, or "-pooler" in a host's name
    bool neon = false;     ///< one of Neon's hosts
    std::string endpoint;  ///< the id of Neon's endpoint, without "-pooler"; empty elsewhere
};

/// Thread-safe. @throws ArgumentError where the hosts of the URL cannot be told apart, or pgbouncer= is neither true
/// nor false.
[[nodiscard]] Destination destination_of(const URL& url, const EngineOptions& options = {});

/// Whether the name leads to this machine without a network: nothing, a folder, an abstract socket, localhost, a
/// loopback address.
[[nodiscard]] bool is_local(std::string_view host);
/// The same of a host's name and, where it has one, its address.
[[nodiscard]] bool is_local(const Host& host);

/// Whether the host is one of Neon's: its first label is then the id of an endpoint.
[[nodiscard]] bool is_neon(std::string_view host);

/// "ep-x-pooler" of "ep-x-pooler.eu-central-1.aws.neon.tech".
[[nodiscard]] std::string_view first_label(std::string_view host);

}  // namespace athanor::postgresql
