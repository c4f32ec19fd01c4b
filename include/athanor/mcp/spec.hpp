#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/mcp/content.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

class Context;

/// A tool without its types: what the protocol tells of it, and the function that gets the arguments as they came
/// (always an object). Throwing ToolError or athanor::Error answers `isError`.
struct ToolSpec {
    std::string name;
    std::string title = {};
    std::string description = {};
    bool read_only = false;
    bool destructive = true;
    bool idempotent = false;
    bool open_world = true;
    std::shared_ptr<const Json> input_schema = {};   ///< of an object; null: no arguments
    std::shared_ptr<const Json> output_schema = {};  ///< of an object; may be null
    std::function<ToolResult(Context&, const Json& arguments)> call = {};
};

/// A resource, or with `{variables}` in its URI a template of resources. A variable stands for one segment of the path,
/// percent-encoded; `read` gets the values decoded, in their order. Throwing ResourceNotFound says that there is none.
struct ResourceSpec {
    std::string uri;
    std::string name;
    std::string title = {};
    std::string description = {};
    std::string mime_type = "text/plain";
    std::function<ResourceContents(Context&, std::string_view uri, const std::vector<std::string>& variables)> read =
        {};
};

/// An argument of a prompt.
struct PromptArgument {
    std::string name;
    std::string description = {};
    bool required = true;
    std::vector<std::string> choices = {};  ///< completes from them if nothing else does
};

/// A prompt without its types. `get` gets the arguments as an object of strings.
struct PromptSpec {
    std::string name;
    std::string title = {};
    std::string description = {};
    std::vector<PromptArgument> arguments = {};
    std::function<std::vector<PromptMessage>(Context&, const Json& arguments)> get = {};
};

}  // namespace athanor::mcp

#pragma GCC visibility pop
