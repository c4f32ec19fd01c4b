#include <algorithm>
#include <chrono>
#include <random>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>
#include <athanor/orm/run_transaction.hpp>
#include <athanor/orm/session.hpp>

namespace athanor::detail {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double longest_pause = 2;

void check(const RetryOptions& options) {
    // Written so that NaN fails too.
    if (options.max_retries < 0 || !(options.backoff >= 0) || !(options.give_up_after >= 0)) {
        throw ArgumentError(fmt::format("max_retries is {}, backoff {}, give_up_after {}: none may be below 0",
                                        options.max_retries, options.backoff, options.give_up_after),
                            "correct the options given to run_transaction");
    }
}

/// Whether the database itself has taken back all that the transaction did.
bool was_taken_back(const ErrorDetails& details) {
    const std::string_view state = details.sqlstate;
    return state == "40001" || state == "40P01" || state == "55P03" || details.driver == "sqlite";
}

bool may_run_again(const Error& error, const RetryOptions& options) {
    const auto& details = error.details();
    if (details.outcome_unknown || !details.retryable) {
        return false;
    }
    return was_taken_back(details) || (options.repeatable && details.connection_invalidated);
}

/// Decides about another run and waits before it.
class Retries {
public:
    explicit Retries(const RetryOptions& options) : options_(options) {}

    [[nodiscard]] bool again(const Error& error) {
        const std::chrono::duration<double> elapsed = Clock::now() - begin_;
        if (!may_run_again(error, options_) || done_ == options_.max_retries ||
            (options_.give_up_after > 0 && elapsed.count() > options_.give_up_after)) {
            return false;
        }
        ++done_;
        const auto pause = next_pause();
        log(LogLevel::info, "athanor.orm",
            fmt::format("the transaction runs again in {:.0f} ms (retry {} of {}): {}", pause.count() * 1000, done_,
                        options_.max_retries, error.message()));
        std::this_thread::sleep_for(pause);
        return true;
    }

private:
    /// Jitter, so that two transactions that met once do not meet again.
    std::chrono::duration<double> next_pause() {
        static thread_local std::minstd_rand random{std::random_device{}()};
        const double most =
            std::min(options_.backoff * static_cast<double>(1ULL << std::min(done_ - 1, 30)), longest_pause);
        return std::chrono::duration<double>(std::uniform_real_distribution<double>(most / 2, most)(random));
    }

    const RetryOptions& options_;
    const Clock::time_point begin_ = Clock::now();
    int done_ = 0;
};

}  // namespace

void run_transaction(const Engine& engine, void (*call)(void* context, Session& session), void* context,
                     const RetryOptions& options) {
    check(options);
    for (Retries retries(options);;) {
        Session session(engine);
        try {
            call(context, session);
            session.commit();
            return;
        } catch (const Error& error) {
            // Before the pause: nobody must wait for locks of a transaction that is lost.
            session.rollback();
            if (!retries.again(error)) {
                throw;
            }
        } catch (...) {
            // Without it the session would report what it drops as lost by accident.
            session.rollback();
            throw;
        }
    }
}

}  // namespace athanor::detail
