#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <poll.h>
#include <string>

#include <fmt/format.h>

#include "dialects/postgresql/connect_errors.hpp"
#include "dialects/postgresql/connection.hpp"
#include "dialects/postgresql/connection_parameters.hpp"
#include "dialects/postgresql/connection_settings.hpp"
#include "dialects/postgresql/driver.hpp"

namespace athanor::postgresql {

namespace {

using Clock = std::chrono::steady_clock;
using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string value_of(const Parameters& parameters, std::string_view key) {
    for (const auto& [name, value] : parameters) {
        if (name == key) {
            return value;
        }
    }
    return "";
}

/// Seconds for all hosts together: libpq goes from host to host by itself, and does not tell when.
std::chrono::seconds time_limit(const Parameters& parameters, const EngineOptions& options) {
    const auto own = value_of(parameters, "connect_timeout");
    int seconds = options.connect_timeout;
    int asked = 0;
    if (std::from_chars(own.data(), own.data() + own.size(), asked).ec == std::errc() && asked > 0) {
        seconds = asked;
    }
    const auto hosts = value_of(parameters, "host");
    return std::chrono::seconds(seconds) * (1 + std::count(hosts.begin(), hosts.end(), ','));
}

/// Waits until libpq can go on. False: the time is over.
bool wait_for(PGconn* connection, PostgresPollingStatusType state, Clock::time_point deadline) {
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            return false;
        }
        pollfd socket{PQsocket(connection), static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = poll(&socket, 1, static_cast<int>(std::min<std::int64_t>(left, 1'000'000)));
        if (ready > 0 || (ready < 0 && errno != EINTR)) {
            return true;
        }
    }
}

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

}  // namespace

std::unique_ptr<DriverConnection> connect(const URL& url, const EngineOptions& options) {
    const auto parameters = connection_parameters(url);
    const auto limit = time_limit(parameters, options);
    const auto deadline = Clock::now() + limit;
    auto connection = start(parameters);
    if (!connection) {
        throw_connect_error(url, "libpq has no memory");
    }
    // Verbose, because the text of a refusal is the only place where libpq gives its SQLSTATE.
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = PQconnectPoll(connection.get())) {
        if (state == PGRES_POLLING_FAILED || PQstatus(connection.get()) == CONNECTION_BAD) {
            throw_connect_error(url, PQerrorMessage(connection.get()));
        }
        if (!wait_for(connection.get(), state, deadline)) {
            throw_connect_error(url, fmt::format("timeout expired after {} s", limit.count()));
        }
    }
    PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
    return std::make_unique<PostgresqlConnection>(std::move(connection), connection_settings(url, options));
}

}  // namespace athanor::postgresql
