#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "dialects/postgresql/connect/attempt.hpp"
#include "dialects/postgresql/connection.hpp"
#include "dialects/postgresql/connection_settings.hpp"
#include "dialects/postgresql/driver.hpp"

namespace athanor::postgresql {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// A proxy that wakes a server up may itself take a quarter of this; who waits longer wants to decide again.
constexpr auto budget = std::chrono::seconds(60);
constexpr double longest_pause = 16;

/// Says how long to wait before the next attempt, and when to give up: exponential, with a random half so that many
/// clients do not come back at the same moment.
class Backoff {
public:
    explicit Backoff(int retries) : retries_(retries), end_(Clock::now() + budget) {}

    /// Seconds; nothing: give up.
    std::optional<double> next(Verdict::Wait wait) {
        if (wait == Verdict::Wait::none || done_ >= retries_) {
            return std::nullopt;
        }
        const double first = wait == Verdict::Wait::long_ ? 2 : 1;
        const double most = std::min(longest_pause, first * static_cast<double>(1ULL << std::min(done_, 10)));
        thread_local std::mt19937 source{std::random_device{}()};
        const double pause = std::uniform_real_distribution<double>(most / 2, most)(source);
        ++done_;
        return Clock::now() + Seconds(pause) < end_ ? std::optional<double>(pause) : std::nullopt;
    }
    [[nodiscard]] int done() const { return done_; }

private:
    int retries_;
    int done_ = 0;
    Clock::time_point end_;
};

}  // namespace

std::unique_ptr<DriverConnection> connect(const URL& url, const EngineOptions& options) {
    const auto plan = plan_of(url, options);
    const auto settings = connection_settings(url, options);
    Backoff backoff(plan.retries);
    while (true) {
        auto attempt = try_hosts(plan);
        ConnectFailure failure;
        if (auto* const connection = std::get_if<ConnectionHandle>(&attempt)) {
            try {
                return std::make_unique<PostgresqlConnection>(std::move(*connection), settings);
            } catch (const OperationalError& error) {
                if (!error.details().connection_invalidated) {
                    throw;
                }
                // A pooler lets in whom it knows even when the server behind it is away, and says so later.
                failure = {error.details().sqlstate, error.message(), judge("08", "", false)};
            }
        } else {
            failure = std::move(std::get<ConnectFailure>(attempt));
        }
        const auto pause = backoff.next(failure.verdict.wait);
        if (!pause) {
            throw_connect_error(plan, failure);
        }
        log(LogLevel::warning, "athanor.engine",
            fmt::format("PostgreSQL at {} {}: {}; trying again in {:.1f} s ({} of {})", names_of(plan.hosts),
                        failure.verdict.state, failure.message, *pause, backoff.done(), plan.retries));
        std::this_thread::sleep_for(Seconds(*pause));
    }
}

}  // namespace athanor::postgresql
