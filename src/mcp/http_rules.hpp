#pragma once

#include <optional>
#include <string_view>

#include "mcp/http_guard.hpp"
#include "mcp/http_listener.hpp"

// What the Streamable HTTP transport asks of methods and headers, apart from what a message says itself.
namespace athanor::mcp::http {

/// Whether the header MCP-Protocol-Version names a revision without sessions (2026-07-28 or later).
[[nodiscard]] bool is_modern(const Request& request);

/// Whether a list of media types, as in Accept, has room for one ("text/event-stream"). An empty list has for all.
[[nodiscard]] bool accepts(std::string_view list, std::string_view type);

/// Method, Content-Type, Accept and whether there is a session where one is needed.
[[nodiscard]] std::optional<Refusal> refusal_by_transport(const Request& request);

}  // namespace athanor::mcp::http
