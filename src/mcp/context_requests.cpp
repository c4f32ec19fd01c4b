#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <athanor/mcp/context.hpp>

#include "mcp/call.hpp"
#include "mcp/content_json.hpp"

namespace athanor::mcp {
namespace {

// A form's members are primitive, and their schemas know these words only.
Json form_of(const Json& schema) {
    static constexpr std::array words{"type",      "title",    "description", "default",  "minLength",
                                      "maxLength", "minimum",  "maximum",     "enum",     "oneOf",
                                      "items",     "minItems", "maxItems",    "enumNames"};
    static constexpr std::array formats{"email", "uri", "date", "date-time"};
    Json form{{"type", "object"}, {"properties", Json::object()}};
    for (const auto& [name, property] : schema.at("properties").items()) {
        Json& out = form["properties"][name];
        out = Json::object();
        for (const auto* word : words) {
            if (property.contains(word)) {
                out[word] = property.at(word);
            }
        }
        for (const auto* format : formats) {
            if (property.value("format", "") == format) {
                out["format"] = format;
            }
        }
    }
    if (schema.contains("required") && !schema.at("required").empty()) {
        form["required"] = schema.at("required");
    }
    return form;
}

Json one(detail::Call& call, detail::Asking request) { return call.request_all({std::move(request)}).front(); }

std::string text_of(const Json& content) {
    const Json& first = content.is_array() && !content.empty() ? content.front() : content;
    return detail::text_member(first, "text");
}

}  // namespace

Answer Context::ask(std::string_view key, std::string_view message, const Json& schema) {
    const Json result = one(call_, {std::string(key), "elicitation/create",
                                    Json{{"message", message}, {"requestedSchema", form_of(schema)}}});
    const auto action = detail::text_member(result, "action");
    Answer answer;
    if (action == "accept") {
        const Json* content = detail::find_member(result, "content");
        answer.choice = Choice::accept;
        answer.content =
            std::make_shared<const Json>(content != nullptr && content->is_object() ? *content : Json::object());
    } else {
        answer.choice = action == "decline" ? Choice::decline : Choice::cancel;
    }
    return answer;
}

Sampled Context::sample(std::string_view key, const SamplingRequest& request) {
    Json params{{"messages", Json::array()}};
    for (const auto& message : request.messages) {
        params["messages"].push_back(detail::to_json(message));
    }
    if (!request.system_prompt.empty()) {
        params["systemPrompt"] = request.system_prompt;
    }
    params["maxTokens"] = request.max_tokens;
    const Json result = one(call_, {std::string(key), "sampling/createMessage", std::move(params)});
    Sampled sampled;
    sampled.role = detail::text_member(result, "role") == "user" ? Role::user : Role::assistant;
    if (const Json* content = detail::find_member(result, "content")) {
        sampled.text = text_of(*content);
    }
    sampled.model = detail::text_member(result, "model");
    sampled.stop_reason = detail::text_member(result, "stopReason");
    return sampled;
}

std::vector<Root> Context::roots(std::string_view key) {
    const Json result = one(call_, {std::string(key), "roots/list", Json::object()});
    std::vector<Root> roots;
    const Json* list = detail::find_member(result, "roots");
    for (const auto& root : list != nullptr && list->is_array() ? *list : Json::array()) {
        roots.push_back({detail::text_member(root, "uri"), detail::text_member(root, "name")});
    }
    return roots;
}

std::vector<std::shared_ptr<const Json>> Context::request_all(const std::vector<InputRequest>& requests) {
    std::vector<detail::Asking> askings;
    askings.reserve(requests.size());
    for (const auto& request : requests) {
        askings.push_back({request.key, request.method, request.params == nullptr ? Json::object() : *request.params});
    }
    std::vector<std::shared_ptr<const Json>> results;
    for (auto& result : call_.request_all(askings)) {
        results.push_back(std::make_shared<const Json>(std::move(result)));
    }
    return results;
}

}  // namespace athanor::mcp
