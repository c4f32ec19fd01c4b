#pragma once

#include <algorithm>
#include <array>
#include <string_view>

// The revisions of the protocol. 2025-03-26 had batches and 2024-11-05 another HTTP transport: a client that asks for
// one of them is offered the newest of the older ones.
namespace athanor::mcp::detail {

inline constexpr std::string_view modern_version = "2026-07-28";
inline constexpr std::array<std::string_view, 2> legacy_versions{"2025-11-25", "2025-06-18"};

inline bool is_served_legacy(std::string_view version) {
    return std::ranges::find(legacy_versions, version) != legacy_versions.end();
}
/// Whether it names an older revision, served or not.
inline bool is_legacy(std::string_view version) {
    return is_served_legacy(version) || version == "2025-03-26" || version == "2024-11-05";
}

namespace meta {
inline constexpr const char* protocol_version = "io.modelcontextprotocol/protocolVersion";
inline constexpr const char* client_info = "io.modelcontextprotocol/clientInfo";
inline constexpr const char* client_capabilities = "io.modelcontextprotocol/clientCapabilities";
inline constexpr const char* log_level = "io.modelcontextprotocol/logLevel";
inline constexpr const char* server_info = "io.modelcontextprotocol/serverInfo";
inline constexpr const char* subscription_id = "io.modelcontextprotocol/subscriptionId";
}  // namespace meta

}  // namespace athanor::mcp::detail
