#include "mcp/rpc.hpp"

#include <fmt/format.h>

#include "mcp/parse.hpp"

namespace athanor::mcp::detail {

std::string error_text(const Json& id, const RpcError& error) {
    Json message{{"jsonrpc", "2.0"}};
    if (!id.is_null()) {
        message["id"] = id;
    }
    Json& body = message["error"];
    body = {{"code", error.code}, {"message", error.message}};
    if (!error.data.is_null()) {
        body["data"] = error.data;
    }
    return dump(message);
}

std::string result_text(const Json& id, Json result) {
    Json message{{"jsonrpc", "2.0"}};
    message["id"] = id;
    message["result"] = std::move(result);
    return dump(message);
}

std::string notification_text(std::string_view method, Json params) {
    Json message{{"jsonrpc", "2.0"}};
    message["method"] = method;
    message["params"] = std::move(params);
    return dump(message);
}

std::string request_text(const Json& id, std::string_view method, Json params) {
    Json message{{"jsonrpc", "2.0"}};
    message["id"] = id;
    message["method"] = method;
    message["params"] = std::move(params);
    return dump(message);
}

bool is_id(const Json& value) { return value.is_string() || value.is_number_integer(); }

std::string text_member(const Json& object, std::string_view name) {
    const Json* found = find_member(object, name);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

std::string required_text(const Json& params, std::string_view name) {
    const Json* found = find_member(params, name);
    if (found == nullptr || !found->is_string()) {
        throw RpcError{code::invalid_params, fmt::format("params.{} must be a text", name)};
    }
    return found->get<std::string>();
}

}  // namespace athanor::mcp::detail
