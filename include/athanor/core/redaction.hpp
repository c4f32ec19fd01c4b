#pragma once

#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {

/// What is printed in the place of a secret.
inline constexpr std::string_view redacted = "***";

/// Whether a setting of that name is a secret: it contains "password", "token", "key" or "secret" in any case, and
/// does not end in "file" or "cert" (those name a file or a public certificate).
bool is_secret_name(std::string_view name) noexcept;

}  // namespace athanor

#pragma GCC visibility pop
