#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#pragma GCC visibility push(default)

namespace athanor {

/// Binary data (BLOB, bytea).
using Bytes = std::vector<std::byte>;

/// The bytes of a text as they are.
Bytes bytes_of(std::string_view text);

/// Two lower-case hexadecimal digits a byte.
std::string to_hex(std::span<const std::byte> bytes);

/// The reverse of to_hex, in either case. DataError for an odd length or another character.
Bytes from_hex(std::string_view text);

}  // namespace athanor

#pragma GCC visibility pop
