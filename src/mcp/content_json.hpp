#pragma once

#include <nlohmann/json.hpp>

#include <athanor/mcp/content.hpp>

namespace athanor::mcp::detail {

Json to_json(const Content& content);
Json to_json(const PromptMessage& message);
Json to_json(const ResourceContents& contents);
/// What tools/call answers.
Json to_json(const ToolResult& result);

}  // namespace athanor::mcp::detail
