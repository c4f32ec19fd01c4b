#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#pragma GCC visibility push(default)

namespace athanor {

class Engine;
class Session;

/// When run_transaction runs its function again.
struct RetryOptions {
    int max_retries = 5;       ///< further runs after the first, at least 0
    double backoff = 0.02;     ///< seconds before the first retry, at least 0; each time twice as long, at most 2 s
    double give_up_after = 0;  ///< seconds after which no further run is begun; 0: no limit
    /// The function may run again although nobody can tell how far it came when the connection was lost. Without this
    /// only what the database itself took back is run again. Choose it where the function changes nothing but the
    /// database.
    bool repeatable = false;
};

namespace detail {
void run_transaction(const Engine& engine, void (*call)(void* context, Session& session), void* context,
                     const RetryOptions& options);
}

/// Runs `function(session)` in a new session and commits; what it returns is passed on. When the database gave up the
/// transaction because another one was in the way, all of it runs again in another new session, after a pause: a
/// serialization failure or a deadlock (SQLSTATE 40001, 40P01), a lock that was not to be had (55P03), a busy SQLite
/// file. With `repeatable` also when the connection was lost before COMMIT was sent. Never after a CommitUnknownError.
/// So the function must not remember anything of a run before, and must not commit.
/// @throws what the function or the commit threw last, once it may not run again; ArgumentError for options out of
/// range.
template <class F>
    requires std::is_invocable_v<F&, Session&>
std::invoke_result_t<F&, Session&> run_transaction(const Engine& engine, F&& function,
                                                   const RetryOptions& options = {}) {
    using Returned = std::invoke_result_t<F&, Session&>;
    static_assert(!std::is_reference_v<Returned>, "return a value: the session ends before the caller sees it");
    if constexpr (std::is_void_v<Returned>) {
        const auto call = [](void* context, Session& session) {
            (*static_cast<std::remove_reference_t<F>*>(context))(session);
        };
        detail::run_transaction(engine, call, const_cast<void*>(static_cast<const void*>(std::addressof(function))),
                                options);
    } else {
        struct Work {
            F& function;
            std::optional<Returned> returned;
        } work{function, {}};
        const auto call = [](void* context, Session& session) {
            auto& mine = *static_cast<Work*>(context);
            // Before the next run's, so that what belongs to a session that is gone does not outlive it.
            mine.returned.reset();
            mine.returned.emplace(mine.function(session));
        };
        detail::run_transaction(engine, call, &work, options);
        return *std::move(work.returned);
    }
}

}  // namespace athanor

#pragma GCC visibility pop
