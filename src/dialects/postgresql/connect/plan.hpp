#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <athanor/core/url.hpp>
#include <athanor/engine/engine_options.hpp>

#include "dialects/postgresql/connect/hosts.hpp"
#include "dialects/postgresql/connect/overrides.hpp"

namespace athanor::postgresql {

/// Everything that connecting needs to know, worked out from a URL and the options of an engine.
struct Plan {
    Parameters common;                    ///< keywords that are the same for each host
    std::vector<Host> hosts;              ///< in the order to try them, at least one
    bool shuffled = false;                ///< load_balance_hosts=random: hosts and addresses in any order
    std::string session = "any";          ///< target_session_attrs
    std::chrono::seconds host_limit{15};  ///< for each host
    int retries = 5;                      ///< how often a server that is waking up is asked again

    /// All keywords for one host. What neither URL nor environment say of TLS: required unless the host is this
    /// machine.
    [[nodiscard]] Parameters parameters_for(const Host& host) const;
};

/// The order of precedence: connect_args, the URL, the options, libpq's environment.
/// @throws ArgumentError for what the URL, connect_args or an option cannot be.
[[nodiscard]] Plan plan_of(const URL& url, const EngineOptions& options);

/// How long one host may take, looking up its name included. @throws ArgumentError as plan_of.
[[nodiscard]] std::chrono::seconds host_limit(const URL& url, const EngineOptions& options);

}  // namespace athanor::postgresql
