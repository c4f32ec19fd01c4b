#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "mcp/content_json.hpp"
#include "mcp/methods.hpp"

namespace athanor::mcp::detail {
namespace {

Json to_entry(const PromptSpec& prompt) {
    Json entry{{"name", prompt.name}};
    if (!prompt.title.empty()) {
        entry["title"] = prompt.title;
    }
    entry["description"] = prompt.description;
    if (!prompt.arguments.empty()) {
        entry["arguments"] = Json::array();
    }
    for (const auto& argument : prompt.arguments) {
        Json one{{"name", argument.name}};
        if (!argument.description.empty()) {
            one["description"] = argument.description;
        }
        one["required"] = argument.required;
        entry["arguments"].push_back(std::move(one));
    }
    return entry;
}

Json strings_of(const Json* arguments) {
    if (arguments == nullptr) {
        return Json::object();
    }
    if (!arguments->is_object()) {
        throw RpcError{code::invalid_params, "params.arguments must be an object of texts"};
    }
    for (const auto& [name, value] : arguments->items()) {
        if (!value.is_string()) {
            throw RpcError{code::invalid_params, fmt::format("params.arguments.{} must be a text", name)};
        }
    }
    return *arguments;
}

std::vector<std::string> choices_of(const PromptSpec& prompt, const std::string& name, const std::string& typed) {
    std::vector<std::string> values;
    for (const auto& argument : prompt.arguments) {
        for (const auto& choice : argument.choices) {
            if (argument.name == name && choice.starts_with(typed)) {
                values.push_back(choice);
            }
        }
    }
    return values;
}

}  // namespace

Json prompts_list(Call& call) { return page(call, call.server.copy(call.server.prompts), "prompts", to_entry); }

Json prompts_get(Call& call) {
    const auto name = required_text(call.facts.params, "name");
    const auto prompt = call.server.find_prompt(name);
    if (prompt == nullptr) {
        throw RpcError{code::invalid_params, fmt::format("there is no prompt \"{}\"", name)};
    }
    call.subject = name;
    call.arguments = strings_of(find_member(call.facts.params, "arguments"));
    for (const auto& argument : prompt->arguments) {
        if (argument.required && !call.arguments.contains(argument.name)) {
            throw RpcError{code::invalid_params,
                           fmt::format("params.arguments.{} is missing{}{}", argument.name,
                                       argument.description.empty() ? "" : ": ", argument.description)};
        }
    }
    Context context(call);
    Json result{{"description", prompt->description}, {"messages", Json::array()}};
    try {
        for (const auto& message : prompt->get(context, call.arguments)) {
            result["messages"].push_back(to_json(message));
        }
    } catch (const ToolError& error) {
        throw RpcError{code::invalid_params, error.what()};
    } catch (const Error& error) {
        throw RpcError{code::internal_error, error.message()};
    }
    return result;
}

Json complete(Call& call) {
    const auto& params = call.facts.params;
    const Json* reference = find_member(params, "ref");
    const Json* argument = find_member(params, "argument");
    if (reference == nullptr || argument == nullptr) {
        throw RpcError{code::invalid_params, "params.ref and params.argument are needed"};
    }
    const auto type = required_text(*reference, "type");
    const auto name = required_text(*argument, "name");
    const auto typed = required_text(*argument, "value");
    const bool is_prompt = type == "ref/prompt";
    if (!is_prompt && type != "ref/resource") {
        throw RpcError{code::invalid_params, "params.ref.type must be ref/prompt or ref/resource"};
    }
    call.subject = required_text(*reference, is_prompt ? "name" : "uri");
    const auto prompt = is_prompt ? call.server.find_prompt(call.subject) : nullptr;
    if (is_prompt && prompt == nullptr) {
        throw RpcError{code::invalid_params, fmt::format("there is no prompt \"{}\"", call.subject)};
    }
    const Json* given = find_member(params, "context");
    const Json chosen = strings_of(given == nullptr ? nullptr : find_member(*given, "arguments"));
    std::vector<std::string> values;
    if (const auto completer = call.server.find_completer(
            fmt::format("{} {} {}", is_prompt ? "prompt" : "resource", call.subject, name))) {
        Context context(call);
        values = completer(context, typed, chosen);
    } else if (prompt != nullptr) {
        values = choices_of(*prompt, name, typed);
    }
    const auto total = values.size();
    values.resize(std::min<std::size_t>(total, 100));
    return {{"completion", {{"values", values}, {"total", total}, {"hasMore", total > values.size()}}}};
}

}  // namespace athanor::mcp::detail
