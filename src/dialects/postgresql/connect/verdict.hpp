#pragma once

#include <string_view>

namespace athanor::postgresql {

/// What a failed attempt to connect means, and what to do about it.
struct Verdict {
    enum class Wait {
        none,  ///< asking again would give the same answer
        some,  ///< it is likely to work in a moment
        long_  ///< it may work when others have gone; asking often makes it worse
    };
    Wait wait = Wait::none;
    /// A later attempt may succeed, whether or not connecting itself waits for it.
    bool retryable = false;
    /// What the server is doing, for the log: "is waking up".
    std::string_view state = "cannot be reached";
    std::string_view hint;
};

/// Decides by SQLSTATE and by text: Neon's proxy and PgBouncer give nearly all their errors one and the same SQLSTATE.
/// `local` is true for a server on this machine, where a refused connection means that no server runs. Thread-safe.
/// Texts: those of PostgreSQL 15 and libpq 15, of Neon's proxy in March 2026, and of PgBouncer 1.18 to 1.25.
[[nodiscard]] Verdict judge(std::string_view sqlstate, std::string_view text, bool local);

}  // namespace athanor::postgresql
