#pragma once

#include <exception>
#include <string>

namespace budget::cli {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;   ///< read-only, disk full, no tables, locked, whatever has no number of its own
inline constexpr int exit_usage = 2;    ///< unknown command or option, malformed or unknown database URL
inline constexpr int exit_refused = 3;  ///< not found, duplicate, or a value that the rules refuse
inline constexpr int exit_unreachable = 4;  ///< refused, unknown host, wrong password, not a database
inline constexpr int exit_interrupted = 130;

/// What an error means to the caller of the program.
struct Failure {
    int code = exit_failed;
    std::string text;  ///< for stderr: "error: …", then what to do about it on a line of its own
};

/// `connecting`: the error came up while the connection was made.
Failure describe_failure(const std::exception& error, bool connecting);

}  // namespace budget::cli
