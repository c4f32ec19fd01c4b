#pragma once

#include <athanor/mcp/server.hpp>

// The tools, resources and prompts that the official conformance suite calls by name.
namespace athanor::mcp::conformance {

void add_content(Server& server);
void add_progress(Server& server);
void add_questions(Server& server);
void add_rounds(Server& server);
void add_resources(Server& server);
void add_prompts(Server& server);

/// A red square of one pixel.
[[nodiscard]] ImageContent picture();

}  // namespace athanor::mcp::conformance
