#include <algorithm>

#include <nlohmann/json.hpp>

#include <athanor/mcp/function_text.hpp>

#include "mcp/parse.hpp"

namespace athanor::mcp::detail {

ResourceContents text_resource(std::string_view uri, std::string text) {
    return {std::string(uri), {}, std::move(text), false};
}

ResourceContents json_resource(std::string_view uri, const Json& value) {
    return {std::string(uri), "application/json", dump(value), false};
}

void throw_no_resource(std::string_view uri) { throw ResourceNotFound(std::string(uri)); }

std::shared_ptr<Json> object_of(std::span<const std::string> names, std::span<const std::string> values) {
    auto object = std::make_shared<Json>(Json::object());
    for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
        (*object)[names[i]] = values[i];
    }
    return object;
}

std::vector<PromptMessage> to_messages(std::string text) {
    return to_messages(PromptMessage{Role::user, TextContent{std::move(text)}});
}

std::vector<PromptMessage> to_messages(PromptMessage message) {
    std::vector<PromptMessage> messages;
    messages.push_back(std::move(message));
    return messages;
}

std::vector<PromptMessage> to_messages(std::vector<PromptMessage> messages) { return messages; }

PromptSpec prompt_spec(PromptShape shape) {
    PromptSpec spec{
        std::move(shape.name), std::move(shape.title), std::move(shape.description), {}, std::move(shape.get)};
    const Json& required = shape.schema->at("required");
    for (std::size_t i = 0; i < shape.argument_names.size(); ++i) {
        const auto& name = shape.argument_names[i];
        const Json& property = shape.schema->at("properties").at(name);
        spec.arguments.push_back({name, shape.argument_descriptions[i],
                                  std::find(required.begin(), required.end(), Json(name)) != required.end(),
                                  property.value("enum", std::vector<std::string>())});
    }
    return spec;
}

}  // namespace athanor::mcp::detail
