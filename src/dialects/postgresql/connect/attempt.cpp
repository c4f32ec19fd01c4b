#include "dialects/postgresql/connect/attempt.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <random>
#include <string_view>
#include <sys/socket.h>

#include <fmt/format.h>

#include <athanor/core/logging.hpp>

#include "dialects/postgresql/connect/destination.hpp"
#include "dialects/postgresql/connect/keywords.hpp"
#include "dialects/postgresql/connect/resolve.hpp"

namespace athanor::postgresql {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(2);  // after that a person wants to know what goes on

/// One host's time: when it is over, and whether somebody was told that it takes long.
struct Wait {
    const Plan& plan;
    const Host& host;
    Clock::time_point start = Clock::now();
    bool told = false;

    [[nodiscard]] Clock::time_point end() const { return start + plan.host_limit; }
    void tell() {
        if (!told && Clock::now() >= start + patience && Clock::now() < end()) {
            told = true;
            log(LogLevel::warning, "athanor.engine",
                fmt::format("PostgreSQL at {} has not answered for {} s{}; waiting for up to {} s", host.to_string(),
                            patience.count(), is_neon(host.name) ? ", the server is waking up" : "",
                            plan.host_limit.count()));
        }
    }
};

ConnectionHandle start(const Parameters& parameters) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : parameters) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    // Not expanded: a database name that looks like a connection string stays a name.
    constexpr int expand_dbname = 0;
    return ConnectionHandle(PQconnectStartParams(keywords.data(), values.data(), expand_dbname));
}

/// Waits until libpq can go on. False: the time is over.
bool wait_for(PGconn* connection, PostgresPollingStatusType state, Clock::time_point deadline, Wait& wait) {
    while (true) {
        const auto now = Clock::now();
        if (now >= deadline) {
            return false;
        }
        wait.tell();
        const auto until = wait.told ? deadline : std::min(deadline, wait.start + patience);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
        pollfd socket{PQsocket(connection), static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = poll(&socket, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000)));
        if (ready > 0 || (ready < 0 && errno != EINTR)) {
            return true;
        }
    }
}

ConnectFailure timeout(const Plan& plan, const Host& host) {
    const auto message = fmt::format("timeout expired after {} s", plan.host_limit.count());
    return connect_failure(plan.hosts.size() > 1 ? host.to_string() + ": " + message : message, false);
}

/// libpq sets it only together with keepalives.
void set_user_timeout(PGconn* connection, const Parameters& parameters) {
    const auto* const text = find(parameters, "tcp_user_timeout");
    const auto* const keepalives = find(parameters, "keepalives");
    unsigned int milliseconds = 0;
    if (text != nullptr) {
        std::from_chars(text->data(), text->data() + text->size(), milliseconds);
    }
    if (keepalives != nullptr && *keepalives == "0" && milliseconds > 0) {
        // A Unix socket has none, and needs none.
        setsockopt(PQsocket(connection), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
    }
}

/// `network_limit` is for the network alone: once a server has taken the connection it may use all the host's time.
Attempt try_address(const Parameters& parameters, Clock::time_point network_limit, bool local, Wait& wait) {
    auto connection = start(parameters);
    if (!connection) {
        return connect_failure("libpq has no memory", local);
    }
    // Verbose, because the text of a refusal is the only place where libpq gives its SQLSTATE.
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = PQconnectPoll(connection.get())) {
        if (state == PGRES_POLLING_FAILED || PQstatus(connection.get()) == CONNECTION_BAD) {
            return connect_failure(PQerrorMessage(connection.get()), local);
        }
        const bool answered = PQstatus(connection.get()) != CONNECTION_STARTED;
        if (!wait_for(connection.get(), state, answered ? wait.end() : network_limit, wait)) {
            return timeout(wait.plan, wait.host);
        }
    }
    PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
    set_user_timeout(connection.get(), parameters);
    return connection;
}

std::mt19937& random_source() {
    thread_local std::mt19937 source{std::random_device{}()};
    return source;
}

bool ends_the_search(const ConnectFailure& failure) {
    return !failure.sqlstate.empty() && failure.verdict.wait == Verdict::Wait::none;
}

/// Which of two failures says more: what may pass is what the others are waited for.
bool is_worth_more(const ConnectFailure& a, const ConnectFailure& b) {
    const auto rank = [](const ConnectFailure& failure) {
        return failure.verdict.wait != Verdict::Wait::none ? 2 : failure.verdict.retryable ? 1 : 0;
    };
    return rank(a) > rank(b);
}

ConnectFailure both(ConnectFailure first, ConnectFailure second) {
    if (first.message != second.message) {
        const auto message = first.message + "; " + second.message;
        first.message = message;
        second.message = message;
    }
    return is_worth_more(second, first) ? second : first;
}

Attempt try_all(const Plan& plan, std::vector<Host> hosts, const std::string& session) {
    if (plan.shuffled) {
        std::shuffle(hosts.begin(), hosts.end(), random_source());
    }
    std::optional<ConnectFailure> failure;
    for (const auto& host : hosts) {
        auto attempt = try_host(plan, host, session);
        auto* const failed = std::get_if<ConnectFailure>(&attempt);
        if (failed == nullptr || ends_the_search(*failed)) {
            return attempt;
        }
        failure = failure ? both(std::move(*failure), std::move(*failed)) : std::move(*failed);
    }
    return std::move(*failure);
}

}  // namespace

Attempt try_host(const Plan& plan, const Host& host, const std::string& session) {
    Wait wait{plan, host};
    auto parameters = plan.parameters_for(host);
    if (session != "any") {
        set(parameters, "target_session_attrs", session);
    }
    const auto& name = host.name;
    const bool local = is_local(host);
    const bool no_look_up =
        !host.address.empty() || name.empty() || name[0] == '/' || name[0] == '@' || is_address(name);
    if (no_look_up) {
        return try_address(parameters, wait.end(), local, wait);
    }
    auto resolved = resolve(name, wait.end());
    if (!resolved.error.empty()) {
        return connect_failure(resolved.error, local);
    }
    auto& addresses = resolved.addresses;
    if (plan.shuffled) {
        std::shuffle(addresses.begin(), addresses.end(), random_source());
    }
    std::optional<ConnectFailure> failure;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        set(parameters, "hostaddr", addresses[i]);
        // A way that swallows packets must not take the time of the ways that are left.
        const auto share = (wait.end() - Clock::now()) / static_cast<std::int64_t>(addresses.size() - i);
        auto attempt = try_address(parameters, Clock::now() + share, local, wait);
        auto* const failed = std::get_if<ConnectFailure>(&attempt);
        if (failed == nullptr || !failed->sqlstate.empty()) {
            return attempt;
        }
        failure = failure ? both(std::move(*failure), std::move(*failed)) : std::move(*failed);
    }
    return std::move(*failure);
}

Attempt try_hosts(const Plan& plan) {
    if (plan.session != "prefer-standby") {
        return try_all(plan, plan.hosts, plan.session);
    }
    auto attempt = try_all(plan, plan.hosts, "standby");
    auto* const failed = std::get_if<ConnectFailure>(&attempt);
    return failed != nullptr && !ends_the_search(*failed) ? try_all(plan, plan.hosts, "any") : std::move(attempt);
}

}  // namespace athanor::postgresql
