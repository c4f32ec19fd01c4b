#include "dialects/postgresql/server_wait.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <poll.h>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "dialects/postgresql/errors.hpp"

namespace athanor::postgresql {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

milliseconds ServerWait::grace(milliseconds statement_timeout) noexcept {
    return std::clamp(statement_timeout, milliseconds(1000), milliseconds(5000));
}

bool ServerWait::wait(short events, std::size_t statements, short& happened) {
    const bool limited = timeout_.count() > 0;
    const auto count = static_cast<std::int64_t>(std::clamp<std::size_t>(statements, 1, 1'000'000));
    const auto limit = limited ? timeout_ * count + grace(timeout_) : milliseconds(0);
    const auto begin = limited ? Clock::now() : Clock::time_point();
    auto left = limit;
    while (true) {
        pollfd socket{PQsocket(connection_), events, 0};
        const auto milliseconds_left = std::min<std::int64_t>(left.count(), std::numeric_limits<int>::max());
        const int ready = poll(&socket, 1, limited ? static_cast<int>(milliseconds_left) : -1);
        if (ready > 0 || (ready < 0 && errno != EINTR)) {
            happened = socket.revents;
            return true;
        }
        if (limited) {
            left = limit - std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
            if (left.count() <= 0) {
                expired_ = true;
                waited_ = limit;
                return false;
            }
        }
    }
}

bool ServerWait::send(std::size_t statements) {
    // Both directions at once: a server that waits for us to take its answers takes no more statements.
    while (PQflush(connection_) == 1) {
        short happened = 0;
        if (!wait(POLLIN | POLLOUT, statements, happened)) {
            return false;
        }
        if (happened == 0 || ((happened & ~POLLOUT) != 0 && PQconsumeInput(connection_) == 0)) {
            return true;
        }
    }
    return true;
}

bool ServerWait::for_input(std::size_t statements) {
    short happened = 0;
    return wait(POLLIN, statements, happened) && PQconsumeInput(connection_) != 0;
}

bool ServerWait::for_result(std::size_t statements) {
    while (PQisBusy(connection_) != 0) {
        // A lost connection leaves the loop as well: PQgetResult makes the error of it.
        if (!for_input(statements)) {
            return !expired_;
        }
    }
    return true;
}

ErrorDetails ServerWait::describe() const {
    ErrorDetails details;
    details.driver = "postgresql";
    details.connection_invalidated = true;
    if (!expired_) {
        details.message = first_line(PQerrorMessage(connection_));
        return details;
    }
    details.message =
        fmt::format("the server did not answer within {:.1f} s (statement_timeout {:.1f} s)",
                    static_cast<double>(waited_.count()) / 1000, static_cast<double>(timeout_.count()) / 1000);
    return details;
}

}  // namespace athanor::postgresql
