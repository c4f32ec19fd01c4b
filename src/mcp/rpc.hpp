#pragma once

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include <athanor/mcp/json.hpp>

// JSON-RPC 2.0: the errors, and the texts of messages.
namespace athanor::mcp::detail {

namespace code {
inline constexpr int parse_error = -32700;
inline constexpr int invalid_request = -32600;
inline constexpr int method_not_found = -32601;
inline constexpr int invalid_params = -32602;
inline constexpr int internal_error = -32603;
inline constexpr int resource_not_found = -32002;  // until 2025-11-25
inline constexpr int header_mismatch = -32020;
inline constexpr int missing_capability = -32021;
inline constexpr int unsupported_version = -32022;
}  // namespace code

/// Ends a request with an error of the protocol. No std::exception, so that a handler does not catch it by accident.
struct RpcError {
    int code;
    std::string message;
    Json data = nullptr;
    int status = 200;
};

/// @param id null: the message has none
std::string error_text(const Json& id, const RpcError& error);
std::string result_text(const Json& id, Json result);
std::string notification_text(std::string_view method, Json params);
std::string request_text(const Json& id, std::string_view method, Json params);

/// Whether it can be the id of a request: a string or a whole number.
bool is_id(const Json& value);

inline const Json* member(const Json& object, std::string_view name) { return detail::find_member(object, name); }
/// The text of a member; empty when it is none.
std::string text_member(const Json& object, std::string_view name);
/// The text of a member of `params` that must be there. Throws RpcError invalid_params.
std::string required_text(const Json& params, std::string_view name);

}  // namespace athanor::mcp::detail
