#include "dialects/postgresql/compiler.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <athanor/core/bytes.hpp>
#include <athanor/core/error.hpp>

#include "sql/type_rules.hpp"

namespace athanor::postgresql {

using sql::Precedence;

namespace {

// What pg_get_keywords() of PostgreSQL 15 calls reserved, wholly or except as the name of a type or function.
constexpr std::array<std::string_view, 100> reserved{
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
};

bool has_scale(const Type& type) { return type.kind == TypeKind::numeric && !sql::detail::is_any_numeric(type); }

}  // namespace

const sql::Identifiers& identifiers() {
    static constexpr sql::Identifiers names{reserved};
    return names;
}

std::string PostgresqlCompiler::placeholder(std::size_t index, bool) const { return fmt::format("${}", index + 1); }

Precedence PostgresqlCompiler::visit_divide(const sql::BinaryExpression& e) {
    if (!has_scale(e.type)) {
        return Compiler::visit_divide(e);
    }
    out_ += "round(";
    Compiler::visit_divide(e);
    out_ += fmt::format(", {})", e.type.scale);
    return Precedence::atom;
}

Precedence PostgresqlCompiler::visit_function(const sql::FunctionExpression& e) {
    const auto argument = e.arguments.empty() ? TypeKind::null : e.arguments.front()->type.kind;
    std::string before;
    std::string after;
    if (e.function == sql::Function::avg && sql::detail::is_whole(argument)) {
        before = "CAST(";
        after = " AS double precision)";
    } else if (e.function == sql::Function::avg && has_scale(e.type)) {
        before = "round(";
        after = fmt::format(", {})", e.type.scale);
    } else if (e.function == sql::Function::sum && argument == TypeKind::big_integer) {
        before = "CAST(";
        after = " AS bigint)";
    }
    out_ += before;
    Compiler::visit_function(e);
    out_ += after;
    return Precedence::atom;
}

// With the type in front, because a bare quoted literal is of unknown type to the server.
void PostgresqlCompiler::write_literal(const Value& value, const Type& type) {
    switch (value.kind()) {
    case ValueKind::bytes:
        out_ += fmt::format("'\\x{}'::bytea", to_hex(value.as_bytes()));
        return;
    case ValueKind::date:
        out_ += "DATE ";
        break;
    case ValueKind::date_time:
        out_ += "TIMESTAMP WITH TIME ZONE ";
        break;
    case ValueKind::uuid:
        out_ += fmt::format("'{}'::uuid", value.as_uuid());
        return;
    default:
        break;
    }
    Compiler::write_literal(value, type);
}

}  // namespace athanor::postgresql
