#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/mcp/errors.hpp>
#include <athanor/mcp/function.hpp>
#include <athanor/mcp/schema.hpp>

namespace athanor::mcp::detail {

void object_schema(Json& out) {
    out = {{"type", "object"},
           {"properties", Json::object()},
           {"required", Json::array()},
           {"additionalProperties", false}};
}

Json& add_property(Json& schema, std::string_view name) { return schema["properties"][std::string(name)]; }

void finish_property(Json& schema, std::string_view name, std::string_view description, bool required) {
    if (!description.empty()) {
        schema["properties"][std::string(name)]["description"] = description;
    }
    if (required) {
        schema["required"].push_back(name);
    }
}

void require_object(const Json& value, const Path& path) {
    if (!value.is_object()) {
        refuse(path, fmt::format("{} is no object", kind_of(value)), "give an object in braces");
    }
}

void refuse_missing(const Path& path, const Json& schema, std::string_view description) {
    const Json* property = find_member(schema.at("properties"), path.name);
    const auto type =
        property != nullptr && property->contains("type") ? property->at("type").dump() : std::string("\"\"");
    refuse(path, "missing", fmt::format("give it as {}{}{}", type, description.empty() ? "" : ": ", description));
}

void refuse_unknown(const Json& value, const Path& path, const Json& schema) {
    const Json& properties = schema.at("properties");
    for (const auto& [name, member] : value.items()) {
        if (properties.contains(name)) {
            continue;
        }
        std::vector<std::string> known;
        for (const auto& [property, ignored] : properties.items()) {
            known.push_back(property);
        }
        const auto meant = nearest(name, known);
        const bool top = path.parent == nullptr && path.name.empty();
        const Path here{top ? nullptr : &path, name};
        refuse(here, "there is no such member",
               meant           ? fmt::format("did you mean {}?", *meant)
               : known.empty() ? std::string("leave it out")
                               : fmt::format("there are {}", fmt::join(known, ", ")));
    }
}

void refuse_answer(const BadValue& bad) { throw ToolError("The answer does not fit the question: " + bad.message); }

namespace {

constexpr std::string_view header_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

}  // namespace

InputSchema::InputSchema() : schema_(new_json()) { object_schema(*schema_); }

Json& InputSchema::property(std::string_view name) {
    if (name.empty() || schema_->at("properties").contains(name)) {
        throw ArgumentError(
            fmt::format("The parameter \"{}\" {}.", name, name.empty() ? "has no name" : "is there twice"),
            "Give each Arg a name of its own.");
    }
    return add_property(*schema_, name);
}

void InputSchema::finish(const Arg& arg, bool required) {
    finish_property(*schema_, arg.name, arg.description, required);
    if (!arg.header.empty()) {
        const auto type = schema_->at("properties").at(std::string(arg.name)).value("type", "");
        if (arg.header.find_first_not_of(header_characters) != std::string_view::npos ||
            (type != "string" && type != "integer" && type != "boolean")) {
            throw ArgumentError(fmt::format(R"(The parameter "{}" cannot be repeated in a header "Mcp-Param-{}".)",
                                            arg.name, arg.header),
                                "Use letters, digits and -, and a text, a whole number or a bool.");
        }
        (*schema_)["properties"][std::string(arg.name)]["x-mcp-header"] = arg.header;
    }
}

ArgumentReader::ArgumentReader(const Json& arguments, const Json& schema, bool all_strings)
    : arguments_(arguments), schema_(schema), all_strings_(all_strings) {
    try {
        refuse_unknown(arguments, Path{}, schema);
    } catch (const BadValue& bad) {
        note(bad);
    }
}

const Json* ArgumentReader::find(std::string_view name) {
    const Json* value = find_member(arguments_, name);
    if (value == nullptr || !all_strings_ || !value->is_string()) {
        return value;
    }
    const Json& property = schema_.at("properties").at(std::string(name));
    const auto type = property.value("type", "");
    if (type == "string") {
        return value;
    }
    // Prompts and URIs have texts only: "12" is a number there if a number is wanted.
    Json parsed = Json::parse(value->get_ref<const std::string&>(), nullptr, false);
    if (parsed.is_discarded() || !parsed.is_primitive()) {
        return value;
    }
    converted_ = std::make_shared<Json>(std::move(parsed));
    return converted_.get();
}

void ArgumentReader::missing(const Path& path) const {
    const Json* property = find_member(schema_.at("properties"), path.name);
    refuse_missing(path, schema_, property == nullptr ? "" : property->value("description", ""));
}

void ArgumentReader::note(const BadValue& bad) { wrong_ += wrong_.empty() ? bad.message : "\n" + bad.message; }

void ArgumentReader::finish() const {
    if (!wrong_.empty()) {
        throw ToolError(wrong_);
    }
}

void set_structured(ToolResult& result, std::shared_ptr<Json> value) { result.structured = std::move(value); }

std::vector<std::string> names_of(std::span<const Arg> args) {
    std::vector<std::string> names;
    for (const auto& arg : args) {
        names.emplace_back(arg.name);
    }
    return names;
}

}  // namespace athanor::mcp::detail
