#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace athanor::mcp::detail {

/// RFC 4648 section 4, with padding.
std::string base64(std::string_view octets);
/// Section 5 (letters that are safe in URLs), without padding.
std::string base64url(std::string_view octets);
/// Either alphabet, with or without padding; nothing for anything else.
std::optional<std::string> from_base64(std::string_view text);

std::string sha256(std::string_view octets);  ///< 32 octets
std::string hmac_sha256(std::string_view key, std::string_view octets);
/// In a time that does not depend on where they differ.
bool same_octets(std::string_view a, std::string_view b) noexcept;
std::string random_octets(std::size_t count);

}  // namespace athanor::mcp::detail
