#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "http_socket.hpp"

// Messages as clients send them.
namespace athanor::mcp::http {

inline constexpr std::string_view legacy_initialize =
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},)"
    R"("clientInfo":{"name":"test","version":"1"}}})";

/// A request of 2026-07-28; `params` and `meta` are members, meta's with a comma behind each.
inline std::string modern_body(std::string_view method, std::string_view params = "", std::string_view meta = "",
                               std::string_view id = "1") {
    return fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{{{}{}"_meta":{{{})"
                       R"("io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
                       R"("io.modelcontextprotocol/clientCapabilities":{{}}}}}}}})",
                       id, method, params, params.empty() ? "" : ",", meta);
}

inline std::string modern_headers(std::string_view method, std::string_view name = "") {
    return fmt::format("MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: {}\r\n{}", method,
                       name.empty() ? std::string() : fmt::format("Mcp-Name: {}\r\n", name));
}

inline std::string modern_call(std::string_view tool, std::string_view arguments, std::string_view meta = "",
                               std::string_view id = "1") {
    return post(modern_body("tools/call", fmt::format(R"("name":"{}","arguments":{})", tool, arguments), meta, id),
                modern_headers("tools/call", tool));
}

}  // namespace athanor::mcp::http
