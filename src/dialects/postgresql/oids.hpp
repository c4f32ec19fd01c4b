#pragma once

#include <libpq-fe.h>

#include <athanor/schema/type.hpp>

namespace athanor::postgresql {

/// Object identifiers of built-in types, as in PostgreSQL's src/include/catalog/pg_type.dat.
namespace oid {
constexpr Oid unspecified = 0;
constexpr Oid boolean = 16;
constexpr Oid bytea = 17;
constexpr Oid char1 = 18;
constexpr Oid name = 19;
constexpr Oid int8 = 20;
constexpr Oid int2 = 21;
constexpr Oid int4 = 23;
constexpr Oid text = 25;
constexpr Oid oid = 26;
constexpr Oid json = 114;
constexpr Oid xml = 142;
constexpr Oid float4 = 700;
constexpr Oid float8 = 701;
constexpr Oid unknown = 705;
constexpr Oid bpchar = 1042;
constexpr Oid varchar = 1043;
constexpr Oid date = 1082;
constexpr Oid timestamp = 1114;
constexpr Oid timestamptz = 1184;
constexpr Oid numeric = 1700;
constexpr Oid void_type = 2278;
constexpr Oid uuid = 2950;
constexpr Oid jsonb = 3802;
constexpr Oid first_user_defined = 16384;
}  // namespace oid

/// Whether the binary form of a type is its text.
[[nodiscard]] constexpr bool is_text(Oid type) noexcept {
    return type == oid::text || type == oid::varchar || type == oid::bpchar || type == oid::name || type == oid::json ||
           type == oid::xml || type == oid::unknown || type == oid::char1;
}

/// The type a parameter is sent as; unspecified for an undeclared one, which the server infers.
[[nodiscard]] constexpr Oid oid_of(const Type& type) noexcept {
    switch (type.kind) {
    case TypeKind::null:
        return oid::unspecified;
    case TypeKind::boolean:
        return oid::boolean;
    case TypeKind::integer:
        return oid::int4;
    case TypeKind::big_integer:
        return oid::int8;
    case TypeKind::real:
        return oid::float8;
    case TypeKind::text:
        return oid::text;
    case TypeKind::bytes:
        return oid::bytea;
    case TypeKind::numeric:
        return oid::numeric;
    case TypeKind::date:
        return oid::date;
    case TypeKind::date_time:
        return oid::timestamptz;
    case TypeKind::uuid:
        return oid::uuid;
    }
    return oid::unspecified;
}

/// The array type with such elements; arrays of undeclared elements go as text[].
[[nodiscard]] constexpr Oid array_oid_of(const Type& type) noexcept {
    switch (type.kind) {
    case TypeKind::null:
    case TypeKind::text:
        return 1009;
    case TypeKind::boolean:
        return 1000;
    case TypeKind::integer:
        return 1007;
    case TypeKind::big_integer:
        return 1016;
    case TypeKind::real:
        return 1022;
    case TypeKind::bytes:
        return 1001;
    case TypeKind::numeric:
        return 1231;
    case TypeKind::date:
        return 1182;
    case TypeKind::date_time:
        return 1185;
    case TypeKind::uuid:
        return 2951;
    }
    return 1009;
}

}  // namespace athanor::postgresql
