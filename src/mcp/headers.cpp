#include <fmt/format.h>

#include "mcp/encoding.hpp"
#include "mcp/endpoint_impl.hpp"

namespace athanor::mcp::detail {
namespace {

[[noreturn]] void refuse(std::string_view header, std::string_view why) {
    throw RpcError{code::header_mismatch, fmt::format("the header {} {}", header, why), nullptr, 400};
}

/// The text of a header that may be wrapped as =?base64?…?=.
std::string unwrapped(std::string_view header, std::string value) {
    constexpr std::string_view begin = "=?base64?";
    constexpr std::string_view end = "?=";
    if (!value.starts_with(begin) || !value.ends_with(end) || value.size() < begin.size() + end.size()) {
        return value;
    }
    const auto encoded = std::string_view(value).substr(begin.size(), value.size() - begin.size() - end.size());
    // from_base64 does without the padding, a header may not.
    auto text = encoded.size() % 4 == 0 ? from_base64(encoded) : std::nullopt;
    if (!text) {
        refuse(header, "is no base64");
    }
    return *text;
}

void require_equal(const Arrival& arrival, const std::string& header, const std::string& wanted) {
    const auto value = arrival.header(header);
    if (!value) {
        refuse(header, "is missing");
    }
    if (unwrapped(header, *value) != wanted) {
        refuse(header, "is not what the body says");
    }
}

void check_parameters(const Arrival& arrival, const ToolSpec& tool, const Json& params) {
    const Json* properties = find_member(*tool.input_schema, "properties");
    const Json* arguments = find_member(params, "arguments");
    if (properties == nullptr) {
        return;
    }
    for (const auto& [name, property] : properties->items()) {
        const auto suffix = text_member(property, "x-mcp-header");
        if (suffix.empty()) {
            continue;
        }
        const auto header = "Mcp-Param-" + suffix;
        const Json* argument = arguments == nullptr ? nullptr : find_member(*arguments, name);
        if (argument != nullptr && !argument->is_null()) {
            require_equal(arrival, header, argument->is_string() ? argument->get<std::string>() : argument->dump());
        } else if (arrival.header(header)) {
            refuse(header, "is there, but the body has no such argument");
        }
    }
}

}  // namespace

void check_version_header(const Arrival& arrival, const std::string& version) {
    if (arrival.header) {
        require_equal(arrival, "MCP-Protocol-Version", version);
    }
}

void check_headers(const Arrival& arrival, const Server::Impl& server, const CallFacts& facts) {
    if (!arrival.header) {
        return;
    }
    require_equal(arrival, "Mcp-Method", facts.method);
    if (facts.method == "resources/read") {
        require_equal(arrival, "Mcp-Name", required_text(facts.params, "uri"));
    } else if (facts.method == "tools/call" || facts.method == "prompts/get") {
        const auto name = required_text(facts.params, "name");
        require_equal(arrival, "Mcp-Name", name);
        const auto tool = facts.method == "tools/call" ? server.find_tool(name) : nullptr;
        if (tool != nullptr) {
            check_parameters(arrival, *tool, facts.params);
        }
    }
}

}  // namespace athanor::mcp::detail
