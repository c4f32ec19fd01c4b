#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <athanor/core/bytes.hpp>
#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/sql/compiler.hpp>

namespace athanor::sql {

namespace {

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        out.append(c == '\'' ? 2 : 1, c);
    }
    return out + "'";
}

}  // namespace

// As the SQL standard writes them; a dialect overrides what it stores differently.
void Compiler::write_literal(const Value& value, const Type& type) {
    switch (value.kind()) {
    case ValueKind::null:
        out_ += "NULL";
        return;
    case ValueKind::boolean:
        out_ += value.as_bool() ? "true" : "false";
        return;
    case ValueKind::integer:
        out_ +=
            type.kind == TypeKind::real ? fmt::format("{}.0", value.as_int64()) : fmt::format("{}", value.as_int64());
        return;
    case ValueKind::real:
        if (!std::isfinite(value.as_double())) {
            throw ArgumentError("a double that is not finite cannot be written into a table's definition",
                                "use a finite number");
        }
        // Always with a point, or `1.0 / 2` would become a division of whole numbers.
        out_ += fmt::format("{:#}", value.as_double());
        return;
    case ValueKind::decimal:
        out_ += value.as_decimal().to_string();
        return;
    case ValueKind::text:
        if (contains_nul(value.as_string()) || !is_valid_utf8(value.as_string())) {
            throw ArgumentError("a text with a NUL or with broken UTF-8 cannot be written into a table's definition",
                                "use UTF-8 without NUL");
        }
        out_ += quoted(value.as_string());
        return;
    case ValueKind::bytes:
        out_ += fmt::format("X'{}'", to_hex(value.as_bytes()));
        return;
    case ValueKind::date:
        out_ += quoted(value.as_date().to_string());
        return;
    case ValueKind::date_time:
        out_ += quoted(value.as_date_time().to_string());
        return;
    case ValueKind::uuid:
        out_ += quoted(value.as_uuid().to_string());
        return;
    }
}

}  // namespace athanor::sql
