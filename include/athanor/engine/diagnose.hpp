#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <athanor/engine/engine_options.hpp>

#pragma GCC visibility push(default)

namespace athanor {

class MetaData;

/// How good a Finding is.
enum class FindingState {
    ok,
    warning,  ///< it works, but not as well or as safely as it could
    failed,
};

/// "ok", "warning", "failed".
[[nodiscard]] std::string_view to_string(FindingState state) noexcept;

/// One thing that diagnose() looked at. No text holds a password.
struct Finding {
    std::string name;  ///< what was looked at, see diagnose()
    FindingState state = FindingState::ok;
    std::string text;    ///< what was found, for people
    std::string remedy;  ///< what to do about it; empty if ok
};

/// Looks step by step at what a program needs from its database, and reports all that it finds, in this order:
///
/// - PostgreSQL: `url`, `resolve`, `connect`, `tls`, `authentication`, `server`, `pooler`, `access` (may it write?),
///   `pool` (against the server's limits), `round trip`;
/// - SQLite: `url`, `file`, `connect`, `server`, `journal`, `foreign keys`, `access`, `round trip`;
/// - with `metadata` also `schema`: are its tables there?
///
/// Later steps are left out where an earlier one failed. Nothing is changed but what connecting itself changes, and no
/// SQLite file is made. One connection is opened at a time. It takes as long as connecting may take
/// (EngineOptions::connect_timeout and connect_retries). Does not throw for what is wrong with URL, options or
/// database: that is what it reports. Thread-safe.
[[nodiscard]] std::vector<Finding> diagnose(std::string_view url, const EngineOptions& options = {},
                                            const MetaData* metadata = nullptr);

/// Whether one of them is failed.
[[nodiscard]] bool any_failed(const std::vector<Finding>& findings) noexcept;

}  // namespace athanor

#pragma GCC visibility pop
