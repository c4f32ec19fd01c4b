#include "dialects/postgresql/connect_findings.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <netdb.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include "engine/finding_list.hpp"

namespace athanor::postgresql {

namespace {

struct Addresses {
    std::string text;  ///< "10.0.0.5, 10.0.0.6"
    std::string error;
};

Addresses resolve(const std::string& name) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* raw = nullptr;
    const int code = getaddrinfo(name.c_str(), nullptr, &hints, &raw);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list(raw, [](addrinfo* all) {
        if (all != nullptr) {
            freeaddrinfo(all);
        }
    });
    if (code != 0) {
        return {"", gai_strerror(code)};
    }
    std::vector<std::string> found;
    for (const auto* at = list.get(); at != nullptr; at = at->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0) {
            found.emplace_back(text.data());
        }
    }
    return {fmt::format("{}", fmt::join(found, ", ")), ""};
}

/// The hosts of a URL: `host`, or `?host=a,b`, or `?host=a:1&host=b:2`. Empty: the default socket.
std::vector<std::string> hosts_of(const URL& url) {
    std::vector<std::string> hosts;
    const auto add = [&](std::string_view text) {
        for (std::size_t begin = 0; begin <= text.size();) {
            const auto end = std::min(text.find(',', begin), text.size());
            auto host = std::string(text.substr(begin, end - begin));
            if (std::count(host.begin(), host.end(), ':') == 1) {
                host.resize(host.find(':'));
            }
            hosts.push_back(std::move(host));
            begin = end + 1;
        }
    };
    if (!url.host.empty()) {
        add(url.host);
    }
    for (const auto& [key, value] : url.query) {
        if (key == "host" && url.host.empty()) {
            add(value);
        }
    }
    if (hosts.empty()) {
        hosts.emplace_back();
    }
    return hosts;
}

/// A socket, or an address given beside the name: nothing is looked up.
bool has_no_name(const std::string& host, const URL& url) {
    return host.empty() || host.front() == '/' || host.front() == '@' || url.query_value("hostaddr");
}

std::string place_of(const std::string& host) {
    return host.empty() ? "the default socket" : host.front() == '/' ? "the socket in " + host : host;
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

bool look_at_names(const URL& url, std::vector<Finding>& findings) {
    std::string text;
    std::size_t unknown = 0;
    const auto hosts = hosts_of(url);
    for (const auto& host : hosts) {
        text += text.empty() ? "" : "; ";
        if (has_no_name(host, url)) {
            text += place_of(host) + ", no name to look up";
            continue;
        }
        const auto found = resolve(host);
        unknown += found.error.empty() ? 0 : 1;
        text += found.error.empty() ? fmt::format("{} is {}", host, found.text)
                                    : fmt::format("{} is unknown: {}", host, found.error);
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
