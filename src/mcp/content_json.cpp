#include "mcp/content_json.hpp"

#include "mcp/encoding.hpp"
#include "mcp/parse.hpp"

namespace athanor::mcp::detail {
namespace {

void add_annotations(Json& out, const Annotations& annotations) {
    Json value = Json::object();
    for (const auto role : annotations.audience) {
        value["audience"].push_back(role == Role::user ? "user" : "assistant");
    }
    if (annotations.priority) {
        value["priority"] = *annotations.priority;
    }
    if (!annotations.last_modified.empty()) {
        value["lastModified"] = annotations.last_modified;
    }
    if (!value.empty()) {
        out["annotations"] = std::move(value);
    }
}

void add_text(Json& out, const char* name, const std::string& text) {
    if (!text.empty()) {
        out[name] = text;
    }
}

struct ToJson {
    Json operator()(const TextContent& content) const { return {{"type", "text"}, {"text", content.text}}; }
    Json operator()(const ImageContent& content) const {
        return {{"type", "image"}, {"data", base64(content.data)}, {"mimeType", content.mime_type}};
    }
    Json operator()(const AudioContent& content) const {
        return {{"type", "audio"}, {"data", base64(content.data)}, {"mimeType", content.mime_type}};
    }
    Json operator()(const EmbeddedResource& content) const {
        return {{"type", "resource"}, {"resource", to_json(content.resource)}};
    }
    Json operator()(const ResourceLink& content) const {
        Json out{{"type", "resource_link"}, {"uri", content.uri}, {"name", content.name}};
        add_text(out, "title", content.title);
        add_text(out, "description", content.description);
        add_text(out, "mimeType", content.mime_type);
        return out;
    }
};

}  // namespace

Json to_json(const Content& content) {
    Json out = std::visit(ToJson{}, content);
    std::visit([&](const auto& kind) { add_annotations(out, kind.annotations); }, content);
    return out;
}

Json to_json(const PromptMessage& message) {
    return {{"role", message.role == Role::user ? "user" : "assistant"}, {"content", to_json(message.content)}};
}

Json to_json(const ResourceContents& contents) {
    Json out{{"uri", contents.uri}};
    add_text(out, "mimeType", contents.mime_type);
    out[contents.binary ? "blob" : "text"] = contents.binary ? base64(contents.data) : contents.data;
    return out;
}

Json to_json(const ToolResult& result) {
    Json out{{"content", Json::array()}};
    for (const auto& content : result.content) {
        out["content"].push_back(to_json(content));
    }
    if (result.structured != nullptr) {
        if (result.content.empty()) {
            // For clients that do not look at structured content.
            out["content"].push_back({{"type", "text"}, {"text", dump(*result.structured)}});
        }
        out["structuredContent"] = *result.structured;
    }
    if (result.is_error) {
        out["isError"] = true;
    }
    return out;
}

}  // namespace athanor::mcp::detail
