#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <athanor/mcp/function.hpp>
#include <athanor/mcp/spec.hpp>

#pragma GCC visibility push(default)

// The same as function.hpp for resources and prompts, whose arguments come as text.
namespace athanor::mcp::detail {

constexpr std::size_t variable_count(std::string_view uri) {
    std::size_t count = 0;
    for (const char c : uri)
        count += c == '{' ? 1 : 0;
    return count;
}
std::vector<std::string> variable_names(std::string_view uri);

ResourceContents text_resource(std::string_view uri, std::string text);
ResourceContents json_resource(std::string_view uri, const Json& value);
[[noreturn]] void throw_no_resource(std::string_view uri);
std::shared_ptr<Json> object_of(std::span<const std::string> names, std::span<const std::string> values);

template <class R>
ResourceContents to_contents(std::string_view uri, R&& value) {
    using T = std::remove_cvref_t<R>;
    if constexpr (is_optional<T>) {
        if (!value)
            throw_no_resource(uri);
        return to_contents(uri, *std::forward<R>(value));
    } else if constexpr (std::same_as<T, ResourceContents>) {
        return std::forward<R>(value);
    } else if constexpr (std::convertible_to<R, std::string>) {
        return text_resource(uri, std::forward<R>(value));
    } else {
        auto made = new_json();
        Codec<T>::encode(*made, value);
        return json_resource(uri, *made);
    }
}

template <class F>
std::shared_ptr<const Json> schema_by_names(std::span<const std::string> names) {
    std::vector<Arg> args;
    for (const auto& name : names)
        args.push_back(Arg{name, {}});
    return input_schema<F>(args);
}

template <class F>
std::function<ResourceContents(Context&, std::string_view, const std::vector<std::string>&)>
erase_resource(Server& server, std::vector<std::string> names, F function) {
    auto schema = schema_by_names<F>(names);
    return [&server, schema = std::move(schema), names = std::move(names), function = std::move(function)](
               Context& context, std::string_view uri, const std::vector<std::string>& values) {
        const auto arguments = object_of(names, values);
        ArgumentReader reader(*arguments, *schema, true);
        return to_contents(uri, call_function(function, server, context, names, reader));
    };
}

std::vector<PromptMessage> to_messages(std::string text);
std::vector<PromptMessage> to_messages(PromptMessage message);
std::vector<PromptMessage> to_messages(std::vector<PromptMessage> messages);

struct PromptShape {
    std::string name, title, description;
    std::vector<std::string> argument_names, argument_descriptions;
    std::shared_ptr<const Json> schema;
    std::function<std::vector<PromptMessage>(Context&, const Json&)> get;
};
PromptSpec prompt_spec(PromptShape shape);

template <class F>
PromptSpec erase_prompt(Server& server, std::string name, std::string title, std::string description,
                        std::span<const Arg> args, F function) {
    PromptShape shape{
        std::move(name), std::move(title), std::move(description), names_of(args), {}, input_schema<F>(args), {}};
    for (const auto& arg : args)
        shape.argument_descriptions.emplace_back(arg.description);
    shape.get = [&server, schema = shape.schema, names = shape.argument_names,
                 function = std::move(function)](Context& context, const Json& arguments) {
        ArgumentReader reader(arguments, *schema, true);
        return to_messages(call_function(function, server, context, names, reader));
    };
    return prompt_spec(std::move(shape));
}

}  // namespace athanor::mcp::detail

#pragma GCC visibility pop
