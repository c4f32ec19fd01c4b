#include <cmath>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/mcp/codec.hpp>
#include <athanor/mcp/codec_enum.hpp>

namespace athanor::mcp::detail {

std::string Path::text() const {
    if (parent == nullptr || (parent->parent == nullptr && parent->name.empty())) {
        return name.empty() ? "the value" : std::string(name);
    }
    return name.empty() ? fmt::format("{}[{}]", parent->text(), index) : fmt::format("{}.{}", parent->text(), name);
}

void refuse(const Path& path, std::string_view problem, std::string_view remedy) {
    throw BadValue{fmt::format("{}: {}; {}", path.text(), problem, remedy)};
}

namespace {

std::string shown(const Json& value) {
    if (value.is_primitive() && !value.is_string()) {
        return value.dump();
    }
    return std::string(kind_of(value));
}

}  // namespace

void Codec<bool>::schema(Json& out) { out = {{"type", "boolean"}}; }

bool Codec<bool>::decode(const Json& value, const Path& path) {
    if (!value.is_boolean()) {
        refuse(path, fmt::format("{} is no bool", shown(value)), "give true or false");
    }
    return value.get<bool>();
}

void Codec<bool>::encode(Json& out, const bool& value) { out = value; }

void Codec<double>::schema(Json& out) { out = {{"type", "number"}}; }

double Codec<double>::decode(const Json& value, const Path& path) {
    if (!value.is_number()) {
        refuse(path, fmt::format("{} is no number", shown(value)), "give a number");
    }
    return value.get<double>();
}

void Codec<double>::encode(Json& out, const double& value) {
    if (!std::isfinite(value)) {
        throw DataError("JSON has no infinity and no NaN.", "Return an optional that is empty instead.");
    }
    out = value;
}

void integer_schema(Json& out, std::int64_t min, std::int64_t max) {
    out = {{"type", "integer"}, {"minimum", min}, {"maximum", max}};
}

std::int64_t decode_integer(const Json& value, const Path& path, std::int64_t min, std::int64_t max) {
    const auto remedy = [&] { return fmt::format("give a whole number from {} to {}", min, max); };
    const bool whole = value.is_number_integer() ||
                       (value.is_number_float() && value.get<double>() == std::trunc(value.get<double>()) &&
                        std::abs(value.get<double>()) <= static_cast<double>(exact_limit));
    if (!whole) {
        refuse(path, fmt::format("{} is no whole number", shown(value)), remedy());
    }
    const bool too_large = value.is_number_unsigned() && std::cmp_greater(value.get<std::uint64_t>(), exact_limit);
    const std::int64_t number = too_large                 ? exact_limit + 1
                                : value.is_number_float() ? static_cast<std::int64_t>(value.get<double>())
                                                          : value.get<std::int64_t>();
    if (number < min || number > max) {
        refuse(path, fmt::format("{} is out of range", value.dump()), remedy());
    }
    return number;
}

void encode_integer(Json& out, std::int64_t value) {
    if (value > exact_limit || value < -exact_limit) {
        throw DataError("A whole number beyond 2^53 - 1 would not arrive exactly.",
                        "Return it as text or as a Decimal.");
    }
    out = value;
}

void text_schema(Json& out, std::size_t min, std::size_t max) {
    out = {{"type", "string"}};
    if (min > 0) {
        out["minLength"] = min;
    }
    out["maxLength"] = max;
}

std::string decode_text(const Json& value, const Path& path, std::size_t min, std::size_t max) {
    auto text = Codec<std::string>::decode(value, path);
    const auto length = code_point_count(text);
    if (length < min || length > max) {
        refuse(path, length < min && length == 0 ? "the text is empty" : fmt::format("a text of {} characters", length),
               fmt::format("give {} to {} characters", min, max));
    }
    return text;
}

void Codec<std::string>::schema(Json& out) { out = {{"type", "string"}}; }

std::string Codec<std::string>::decode(const Json& value, const Path& path) {
    if (!value.is_string()) {
        refuse(path, fmt::format("{} is no text", shown(value)), "give a text in quotes");
    }
    const auto& text = value.get_ref<const std::string&>();
    if (contains_nul(text)) {
        refuse(path, "the text has a NUL character", "leave it out");
    }
    return text;
}

void Codec<std::string>::encode(Json& out, const std::string& value) { out = value; }

void Codec<Json>::schema(Json& out) { out = Json::object(); }

Json Codec<Json>::decode(const Json& value, const Path&) { return value; }

void Codec<Json>::encode(Json& out, const Json& value) { out = value; }

void nullable_schema(Json& schema) {
    Json inner = std::move(schema);
    schema = {{"anyOf", Json::array({std::move(inner), Json{{"type", "null"}}})}};
}

void array_schema(Json& out) { out = {{"type", "array"}}; }

void require_array(const Json& value, const Path& path) {
    if (!value.is_array()) {
        refuse(path, fmt::format("{} is no list", shown(value)), "give a list in square brackets");
    }
}

namespace {

std::vector<std::string> real_names(std::span<const std::string_view> names) {
    std::vector<std::string> result;
    for (const auto name : names) {
        if (!name.empty()) {
            result.emplace_back(name);
        }
    }
    return result;
}

}  // namespace

void enum_schema(Json& out, std::span<const std::string_view> names) {
    out = {{"type", "string"}, {"enum", real_names(names)}};
}

std::size_t decode_enum(const Json& value, const Path& path, std::span<const std::string_view> names) {
    const auto text = value.is_string() ? value.get<std::string>() : std::string();
    for (std::size_t i = 0; i < names.size() && !text.empty(); ++i) {
        if (names[i] == text) {
            return i;
        }
    }
    const auto known = real_names(names);
    const auto meant = nearest(text, known);
    refuse(path,
           value.is_string() ? fmt::format("there is no \"{}\"", text) : fmt::format("{} is no text", shown(value)),
           fmt::format("give one of {}{}", fmt::join(known, ", "),
                       meant ? fmt::format(" (did you mean {}?)", *meant) : std::string()));
}

void encode_enum(Json& out, std::size_t value, std::span<const std::string_view> names) {
    if (value >= names.size() || names[value].empty()) {
        throw DataError("A value of an enum that is none of its enumerators.", "Return one of its enumerators.");
    }
    out = names[value];
}

}  // namespace athanor::mcp::detail
