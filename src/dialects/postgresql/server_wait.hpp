#pragma once

#include <chrono>
#include <cstddef>

#include <athanor/core/error_details.hpp>

struct pg_conn;  // libpq's PGconn

namespace athanor::postgresql {

/// Waits for a server, at most as long as one that works can stay silent: statement_timeout for each statement that is
/// still without an answer, and a grace for the network. A server whose process is frozen keeps the connection open
/// and never reports its own timeout; only this notices it.
class ServerWait {
public:
    /// `statement_timeout` 0: waits without end.
    ServerWait(pg_conn* connection, std::chrono::milliseconds statement_timeout) noexcept
        : connection_(connection), timeout_(statement_timeout) {}

    /// Sends what libpq has gathered. False: the time is over. A lost connection counts as sent: reading reports it.
    [[nodiscard]] bool send(std::size_t statements);
    /// Until PQgetResult does not block. False: the time is over.
    [[nodiscard]] bool for_result(std::size_t statements);
    /// Until something was received. False: the time is over, or the connection is lost.
    [[nodiscard]] bool for_input(std::size_t statements);

    [[nodiscard]] bool expired() const noexcept { return expired_; }
    /// The error of a connection that is given up: the server was silent for too long, or the connection is lost.
    [[nodiscard]] ErrorDetails describe() const;

    /// How long beyond statement_timeout: as long again, at least 1 s and at most 5 s.
    [[nodiscard]] static std::chrono::milliseconds grace(std::chrono::milliseconds statement_timeout) noexcept;

private:
    bool wait(short events, std::size_t statements, short& happened);

    pg_conn* connection_;
    std::chrono::milliseconds timeout_;
    std::chrono::milliseconds waited_{0};
    bool expired_ = false;
};

}  // namespace athanor::postgresql
