#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <athanor/mcp/json.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

enum class Role { user, assistant };

/// Hints beside a piece of content. Nothing is sent for what is empty.
struct Annotations {
    std::vector<Role> audience = {};
    std::optional<double> priority = {};  ///< 0 (may be left out) to 1 (needed)
    std::string last_modified = {};       ///< ISO 8601
};

/// Text for the model or the user. Must be UTF-8: what is not is replaced when it is sent.
struct TextContent {
    std::string text;
    Annotations annotations = {};
};

/// A picture; `data` are the octets of the file, the library encodes them.
struct ImageContent {
    std::string data;
    std::string mime_type;
    Annotations annotations = {};
};

/// Sound; `data` are the octets of the file.
struct AudioContent {
    std::string data;
    std::string mime_type;
    Annotations annotations = {};
};

/// What a resource holds: text, or octets if `binary`.
struct ResourceContents {
    std::string uri;
    std::string mime_type;
    std::string data;
    bool binary = false;
};

/// A resource carried inside a result.
struct EmbeddedResource {
    ResourceContents resource;
    Annotations annotations = {};
};

/// A resource that the client may read if it wants to.
struct ResourceLink {
    std::string uri;
    std::string name;
    std::string title = {};
    std::string description = {};
    std::string mime_type = {};
    Annotations annotations = {};
};

/// One piece of a tool's result or of a prompt's message.
using Content = std::variant<TextContent, ImageContent, AudioContent, EmbeddedResource, ResourceLink>;

/// A tool's whole answer, for tools whose return type does not say it all. `structured`, if set, is an object and must
/// fit the tool's output schema; it is sent as text too when `content` is empty.
struct ToolResult {
    std::vector<Content> content = {};
    std::shared_ptr<const Json> structured = {};
    bool is_error = false;

    /// An answer that says what went wrong, so that the caller can mend the call.
    [[nodiscard]] static ToolResult error(std::string message);
    [[nodiscard]] static ToolResult text(std::string text);
};

/// A message of a prompt.
struct PromptMessage {
    Role role = Role::user;
    Content content;
};

/// Text that came from rows or from other people, between marks that say that it is data and no instruction. The marks
/// carry a random word, so that the text cannot close them.
[[nodiscard]] std::string untrusted(std::string_view text);

}  // namespace athanor::mcp

#pragma GCC visibility pop
