#include "mcp/http_rules.hpp"

#include <algorithm>
#include <string>

namespace athanor::mcp::http {

namespace {

constexpr std::string_view last_with_sessions = "2025-11-25";

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// "application/json; charset=utf-8" -> "application/json"
std::string media_type(std::string_view text) { return in_small_letters(trimmed(text.substr(0, text.find(';')))); }

std::optional<Refusal> refusal_of_session_request(const Request& request) {
    const bool has_session = request.header("Mcp-Session-Id").has_value();
    if (is_modern(request) || (!has_session && !request.header("MCP-Protocol-Version"))) {
        return Refusal{405, "only POST is served without a session"};
    }
    if (!has_session) {
        return Refusal{400, "the header Mcp-Session-Id is missing"};
    }
    if (request.method == "GET" && !accepts(request.joined("Accept").value_or(""), "text/event-stream")) {
        return Refusal{406, "a stream is sent as text/event-stream, which the Accept header leaves out"};
    }
    return std::nullopt;
}

}  // namespace

bool is_modern(const Request& request) {
    const auto version = request.header("MCP-Protocol-Version");
    return version && *version > last_with_sessions;
}

bool accepts(std::string_view list, std::string_view type) {
    if (trimmed(list).empty()) {
        return true;
    }
    const std::string whole_kind = std::string(type.substr(0, type.find('/'))) + "/*";
    while (!list.empty()) {
        const auto comma = list.find(',');
        const std::string one = media_type(list.substr(0, comma));
        if (one == "*/*" || one == type || one == whole_kind) {
            return true;
        }
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
}

std::optional<Refusal> refusal_by_transport(const Request& request) {
    if (request.method == "GET" || request.method == "DELETE") {
        return refusal_of_session_request(request);
    }
    if (request.method != "POST") {
        return Refusal{405, "send messages with POST"};
    }
    if (media_type(request.joined("Content-Type").value_or("")) != "application/json") {
        return Refusal{415, "send messages as Content-Type: application/json"};
    }
    const std::string accept = request.joined("Accept").value_or("");
    if (!accepts(accept, "application/json") || !accepts(accept, "text/event-stream")) {
        return Refusal{406, "the Accept header must have application/json and text/event-stream"};
    }
    return std::nullopt;
}

}  // namespace athanor::mcp::http
