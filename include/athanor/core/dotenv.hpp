#pragma once

#include <optional>
#include <string>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {

/// Sets environment variables from a file and returns how many it set. Variables that exist are left alone, and a
/// missing file counts as an empty one.
///
/// Each line is blank, a comment (#) or `[export ]KEY=VALUE`. A value stands alone (then " #" starts a comment), in
/// single quotes (taken as it is) or in double quotes (\n \r \t \" \\ \$ are escapes). Quotes end on their line.
/// A bad line is an ArgumentError with its number, never its content, and then nothing is set.
/// Changing the environment is not thread-safe: call it before starting threads.
int load_dotenv(const std::string& path = ".env");

/// An environment variable; one that is set to nothing is an empty text.
std::optional<std::string> env(std::string_view name);
std::string env(std::string_view name, std::string_view fallback);

}  // namespace athanor

#pragma GCC visibility pop
