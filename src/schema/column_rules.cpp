#include "schema/column_rules.hpp"

#include <cstdint>
#include <limits>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

namespace athanor::detail {

namespace {

[[noreturn]] void refuse(const Table& table, const Column& column, std::string_view what, std::string_view remedy) {
    throw ArgumentError(fmt::format("{}.{} {}", table.name(), column.name, what), std::string(remedy));
}

bool fits(const Value& value, const Type& type) {
    const auto integer = value.kind() == ValueKind::integer;
    switch (type.kind) {
    case TypeKind::null:
        return false;
    case TypeKind::boolean:
        return value.kind() == ValueKind::boolean;
    case TypeKind::integer: {
        using Limits = std::numeric_limits<std::int32_t>;
        return integer && value.as_int64() >= Limits::min() && value.as_int64() <= Limits::max();
    }
    case TypeKind::big_integer:
        return integer;
    case TypeKind::real:
        return integer || value.kind() == ValueKind::real;
    case TypeKind::text:
        return value.kind() == ValueKind::text && is_valid_utf8(value.as_string()) &&
               !contains_nul(value.as_string()) &&
               (type.length == 0 || code_point_count(value.as_string()) <= type.length);
    case TypeKind::bytes:
        return value.kind() == ValueKind::bytes;
    case TypeKind::numeric: {
        if (!integer && value.kind() != ValueKind::decimal) {
            return false;
        }
        const Decimal number = integer ? Decimal(value.as_int64()) : value.as_decimal();
        return type.precision == 0 || number.fits(type.precision, type.scale);
    }
    case TypeKind::date:
        return value.kind() == ValueKind::date;
    case TypeKind::date_time:
        return value.kind() == ValueKind::date_time;
    case TypeKind::uuid:
        return value.kind() == ValueKind::uuid;
    }
    return false;
}

}  // namespace

void check_column(const Table& table, const Column& column) {
    const auto& type = column.type;
    if (type.kind == TypeKind::null) {
        refuse(table, column, "has no type", "give it one of the types that store a value");
    }
    if (type.kind == TypeKind::numeric && (type.precision > 38 || type.scale > type.precision)) {
        refuse(table, column, fmt::format("is {}", to_string(type)), "use a precision of 1 to 38 and a scale up to it");
    }
    if (column.primary_key && column.nullable) {
        refuse(table, column, "is part of the primary key and allows NULL", "make it NOT NULL");
    }
    if (column.autoincrement &&
        (!column.primary_key || (type.kind != TypeKind::integer && type.kind != TypeKind::big_integer))) {
        refuse(table, column,
               fmt::format("is to be numbered by the server, but is {}{}", to_string(type),
                           column.primary_key ? "" : " and not part of the primary key"),
               "autoincrement is for an integer or big_integer column of the primary key");
    }
    if (std::holds_alternative<CurrentTimestamp>(column.server_default) && type.kind != TypeKind::date_time &&
        type.kind != TypeKind::date) {
        refuse(table, column, fmt::format("is {} and defaults to the current time", to_string(type)),
               "that default is for date_time and date columns");
    }
    if (const auto* value = std::get_if<Value>(&column.server_default)) {
        if (value->is_null() ? !column.nullable : !fits(*value, type)) {
            refuse(table, column,
                   fmt::format("is {} and cannot default to {}", to_string(type),
                               type.secret ? std::string("***") : value->to_string()),
                   "give a default of the column's own type and size");
        }
    }
}

}  // namespace athanor::detail
