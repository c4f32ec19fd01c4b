#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <athanor/core/error.hpp>
#include <athanor/mcp/codec.hpp>

// The value types of the core: all cross as text.
namespace athanor::mcp::detail {
namespace {

const std::string& text_of(const Json& value, const Path& path, std::string_view right) {
    if (!value.is_string()) {
        refuse(path, fmt::format("{} is no text", value.is_number() ? value.dump() : std::string(kind_of(value))),
               fmt::format("give {} in quotes", right));
    }
    return value.get_ref<const std::string&>();
}

// What is shown again is cut: it may be long, and it came from outside.
std::string cut(const std::string& text) {
    return Json(text.size() <= 40 ? text : text.substr(0, 40) + "...")
        .dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace

void Codec<Date>::schema(Json& out) { out = {{"type", "string"}, {"format", "date"}}; }

Date Codec<Date>::decode(const Json& value, const Path& path) {
    const auto& text = text_of(value, path, "a day as YYYY-MM-DD");
    if (const auto date = Date::try_parse(text)) {
        return *date;
    }
    refuse(path, fmt::format("there is no day {}", cut(text)), "give a day as YYYY-MM-DD, such as 2026-11-30");
}

void Codec<Date>::encode(Json& out, const Date& value) { out = value.to_string(); }

void Codec<DateTime>::schema(Json& out) { out = {{"type", "string"}, {"format", "date-time"}}; }

DateTime Codec<DateTime>::decode(const Json& value, const Path& path) {
    const auto& text = text_of(value, path, "an instant as YYYY-MM-DDTHH:MM:SSZ");
    if (const auto instant = DateTime::try_parse(text)) {
        return *instant;
    }
    refuse(path, fmt::format("{} is no instant", cut(text)),
           "give it as YYYY-MM-DDTHH:MM:SSZ, such as 2026-11-30T18:05:00Z");
}

void Codec<DateTime>::encode(Json& out, const DateTime& value) { out = value.to_string(); }

void Codec<YearMonth>::schema(Json& out) { out = {{"type", "string"}, {"pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"}}; }

YearMonth Codec<YearMonth>::decode(const Json& value, const Path& path) {
    const auto& text = text_of(value, path, "a month as YYYY-MM");
    if (const auto month = YearMonth::try_parse(text)) {
        return *month;
    }
    refuse(path, fmt::format("there is no month {}", cut(text)), "give a month as YYYY-MM, such as 2026-11");
}

void Codec<YearMonth>::encode(Json& out, const YearMonth& value) { out = value.to_string(); }

void Codec<Uuid>::schema(Json& out) { out = {{"type", "string"}, {"format", "uuid"}}; }

Uuid Codec<Uuid>::decode(const Json& value, const Path& path) {
    const auto& text = text_of(value, path, "a UUID");
    if (const auto uuid = Uuid::try_parse(text)) {
        return *uuid;
    }
    refuse(path, fmt::format("{} is no UUID", cut(text)), "give 32 hexadecimal digits as 8-4-4-4-12");
}

void Codec<Uuid>::encode(Json& out, const Uuid& value) { out = value.to_string(); }

void decimal_schema(Json& out, int precision, int scale) {
    const auto whole = precision - scale;
    auto pattern = fmt::format("^-?[0-9]{{1,{}}}", whole > 0 ? whole : 1);
    if (scale > 0) {
        pattern += fmt::format("(\\.[0-9]{{1,{}}})?", scale);
    }
    out = {{"type", "string"}, {"pattern", pattern + "$"}};
}

Decimal decode_decimal(const Json& value, const Path& path, int precision, int scale) {
    const auto right =
        scale > 0
            ? fmt::format("give a decimal with at most {} digits behind the point in quotes, such as \"12.30\"", scale)
            : std::string("give a whole number in quotes, such as \"12\"");
    if (!value.is_string()) {
        refuse(path,
               value.is_number() ? fmt::format("{} is a JSON number, which is not exact", value.dump())
                                 : fmt::format("{} is no decimal", kind_of(value)),
               right);
    }
    const auto& text = value.get_ref<const std::string&>();
    const auto decimal = Decimal::try_parse(text);
    if (!decimal) {
        refuse(path, fmt::format("{} is no decimal", cut(text)), right);
    }
    if (!decimal->fits(precision, scale)) {
        refuse(path, fmt::format("{} has too many digits", cut(text)),
               fmt::format("at most {} digits, {} of them behind the point; nothing is rounded", precision, scale));
    }
    return *decimal;
}

void Codec<Decimal>::schema(Json& out) { out = {{"type", "string"}, {"pattern", "^-?[0-9]{1,38}(\\.[0-9]{1,38})?$"}}; }

Decimal Codec<Decimal>::decode(const Json& value, const Path& path) {
    const auto right = "give a decimal in quotes, such as \"12.30\"";
    if (value.is_number()) {
        refuse(path, fmt::format("{} is a JSON number, which is not exact", value.dump()), right);
    }
    const auto& text = text_of(value, path, "a decimal such as \"12.30\"");
    if (const auto decimal = Decimal::try_parse(text)) {
        return *decimal;
    }
    refuse(path, fmt::format("{} is no decimal", cut(text)), right);
}

void Codec<Decimal>::encode(Json& out, const Decimal& value) { out = value.to_string(); }

}  // namespace athanor::mcp::detail
