#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>

namespace athanor::mcp::detail {

/// Why a text is not taken as JSON; `too_much`: it may be JSON, but beyond the limits.
struct ParseFailure {
    std::string message;
    bool too_much = false;
};

/// JSON from outside. Throws ParseFailure; nothing that the text holds can make it slow or run out of stack.
Json parse_json(std::string_view text, const Limits& limits);

/// One line of JSON; text that is no UTF-8 is sent with replacement characters.
std::string dump(const Json& value);

/// The same text for objects that differ in the order of their members only.
std::string canonical(const Json& value);

}  // namespace athanor::mcp::detail
