#include "mcp/model_values.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

namespace athanor::mcp::detail {
namespace {

// Texts without a limit of their own; longer ones are no key or filter that anybody means.
constexpr std::size_t longest_text = 10'000;

std::size_t length_of(const Type& type) { return type.length == 0 ? longest_text : type.length; }

std::int64_t decode_big(const Json& value, const Path& path) {
    const auto text = Codec<std::string>::decode(value, path);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        refuse(path, "it is no whole number of 64 bits", "give its digits in quotes");
    }
    return number;
}

}  // namespace

bool can_cross(const Type& type) noexcept {
    return !type.secret && type.kind != TypeKind::bytes && type.kind != TypeKind::null;
}

void column_schema(Json& out, const Type& type) {
    switch (type.kind) {
    case TypeKind::boolean:
        return Codec<bool>::schema(out);
    case TypeKind::integer:
        return Codec<std::int32_t>::schema(out);
    case TypeKind::big_integer:
        out = {{"type", "string"}, {"pattern", "^-?[0-9]{1,19}$"}};
        return;
    case TypeKind::real:
        return Codec<double>::schema(out);
    case TypeKind::text:
        return type.length == 0 ? Codec<std::string>::schema(out) : text_schema(out, 0, type.length);
    case TypeKind::numeric:
        return type.precision == 0 ? Codec<Decimal>::schema(out) : decimal_schema(out, type.precision, type.scale);
    case TypeKind::date:
        return Codec<Date>::schema(out);
    case TypeKind::date_time:
        return Codec<DateTime>::schema(out);
    case TypeKind::uuid:
        return Codec<Uuid>::schema(out);
    case TypeKind::null:
    case TypeKind::bytes:
        break;
    }
}

Value decode_value(const Json& value, const Path& path, const Type& type) {
    switch (type.kind) {
    case TypeKind::boolean:
        return Codec<bool>::decode(value, path);
    case TypeKind::integer:
        return Codec<std::int32_t>::decode(value, path);
    case TypeKind::big_integer:
        return decode_big(value, path);
    case TypeKind::real:
        return Codec<double>::decode(value, path);
    case TypeKind::text:
        return decode_text(value, path, 0, length_of(type));
    case TypeKind::numeric:
        return type.precision == 0 ? Codec<Decimal>::decode(value, path)
                                   : decode_decimal(value, path, type.precision, type.scale);
    case TypeKind::date:
        return Codec<Date>::decode(value, path);
    case TypeKind::date_time:
        return Codec<DateTime>::decode(value, path);
    case TypeKind::uuid:
        return Codec<Uuid>::decode(value, path);
    case TypeKind::null:
    case TypeKind::bytes:
        break;
    }
    return {};
}

void encode_cell(Json& out, const Cursor& cursor, std::size_t column, const Type& type) {
    switch (type.kind) {
    case TypeKind::boolean:
        return Codec<bool>::encode(out, cursor.boolean(column));
    case TypeKind::integer:
        return encode_integer(out, cursor.integer(column));
    case TypeKind::big_integer:
        out = std::to_string(cursor.integer(column));
        return;
    case TypeKind::real:
        return Codec<double>::encode(out, cursor.real(column));
    case TypeKind::text:
        return Codec<std::string>::encode(out, std::string(cursor.text(column)));
    case TypeKind::numeric: {
        const auto number = cursor.decimal(column);
        return Codec<Decimal>::encode(out, type.precision == 0 ? number : number.rescaled(type.scale));
    }
    case TypeKind::date:
        return Codec<Date>::encode(out, cursor.date(column));
    case TypeKind::date_time:
        return Codec<DateTime>::encode(out, cursor.date_time(column));
    case TypeKind::uuid:
        return Codec<Uuid>::encode(out, cursor.uuid(column));
    case TypeKind::null:
    case TypeKind::bytes:
        break;
    }
}

}  // namespace athanor::mcp::detail
