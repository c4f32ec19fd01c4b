#include "dialects/postgresql/connect_findings.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "dialects/postgresql/connect/hosts.hpp"
#include "dialects/postgresql/connect/plan.hpp"
#include "dialects/postgresql/connect/resolve.hpp"
#include "engine/finding_list.hpp"

namespace athanor::postgresql {

namespace {

bool has_no_name(const Host& host) {
    return host.name.empty() || host.name.front() == '/' || host.name.front() == '@' || !host.address.empty();
}

std::string place_of(const Host& host) {
    if (!host.address.empty()) {
        return host.address;
    }
    return host.name.empty() ? "the default socket" : "the socket in " + host.name;
}

/// Which step a refusal belongs to.
const char* step_of(const Error& error) {
    const auto& text = error.message();
    const auto& state = error.details().sqlstate;
    const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
    if (state.starts_with("28") || state == "3D000" || says("no pg_hba.conf entry") ||
        says("password authentication failed") || says("no password supplied")) {
        return "authentication";
    }
    const bool tls = says("SSL") || says("certificate") || says("channel binding") || says("sslmode");
    return tls && !says("SYSCALL") && !says("closed unexpectedly") ? "tls" : "connect";
}

Finding connected(double seconds) {
    return {"connect", FindingState::ok, fmt::format("in {:.0f} ms", seconds * 1000), ""};
}

/// Says why the first attempt did not succeed although a later one did.
Finding connected_late(double seconds, const Error& first) {
    return {
        "connect", FindingState::warning,
        fmt::format("the server was not ready at first, and answered after {:.1f} s: {}", seconds, first.message()),
        "a compute that was asleep needs that long to wake; if that is too long for your users, let it sleep later"};
}

}  // namespace

bool look_at_names(const URL& url, const EngineOptions& options, std::vector<Finding>& findings) {
    const auto limit = host_limit(url, options);
    std::string text;
    std::size_t unknown = 0;
    const auto hosts = hosts_of(url);
    for (const auto& host : hosts) {
        text += text.empty() ? "" : "; ";
        if (has_no_name(host)) {
            text += place_of(host) + ", no name to look up";
            continue;
        }
        const auto found = resolve(host.name, std::chrono::steady_clock::now() + limit);
        unknown += found.error.empty() ? 0 : 1;
        text +=
            found.error.empty() ? fmt::format("{} is {}", host.name, fmt::join(found.addresses, ", ")) : found.error;
    }
    if (unknown == 0) {
        findings.push_back({"resolve", FindingState::ok, text, ""});
        return true;
    }
    const bool all = unknown == hosts.size();
    findings.push_back({"resolve", all ? FindingState::failed : FindingState::warning, text,
                        "check the host name in the URL, and that the network and its name server are there"});
    return !all;
}

std::unique_ptr<DriverConnection> look_at_connecting(const Dialect& dialect, const URL& url,
                                                     const EngineOptions& options, std::vector<Finding>& findings) {
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    const auto failed = [&](const Error& error) -> std::unique_ptr<DriverConnection> {
        const std::string step = step_of(error);
        if (step != "connect") {
            findings.push_back({"connect", FindingState::ok, "the server was reached", ""});
        }
        findings.push_back(detail::failure(step, error));
        return nullptr;
    };
    EngineOptions once = options;
    once.connect_retries = 0;
    try {
        auto connection = dialect.connect(url, once);
        findings.push_back(connected(elapsed()));
        return connection;
    } catch (const Error& first) {
        // Who waits for a full server is in the way of those that it has.
        const bool full = first.details().sqlstate.starts_with("53");
        if (!first.details().retryable || full || options.connect_retries == 0) {
            return failed(first);
        }
        try {
            auto connection = dialect.connect(url, options);
            findings.push_back(connected_late(elapsed(), first));
            return connection;
        } catch (const Error& last) {
            return failed(last);
        }
    }
}

}  // namespace athanor::postgresql
