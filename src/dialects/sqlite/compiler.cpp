#include "dialects/sqlite/compiler.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/sqlite/handles.hpp"
#include "sql/type_rules.hpp"

namespace athanor::sqlite {

using sql::Precedence;
using sql::detail::is_whole;
using sql::detail::scale_of;

namespace {

// What SQLite's parser does not take as the name of a table, column or alias, and what could be taken for a part of a
// join or a constant.
constexpr std::array<std::string_view, 76> reserved{
    "add",         "all",        "alter",     "and",          "as",           "autoincrement",
    "between",     "case",       "cast",      "check",        "collate",      "commit",
    "constraint",  "create",     "cross",     "current_date", "current_time", "current_timestamp",
    "default",     "deferrable", "delete",    "distinct",     "drop",         "else",
    "escape",      "except",     "exists",    "false",        "foreign",      "from",
    "full",        "group",      "having",    "if",           "in",           "index",
    "inner",       "insert",     "intersect", "into",         "is",           "isnull",
    "join",        "left",       "limit",     "natural",      "not",          "nothing",
    "notnull",     "null",       "offset",    "on",           "or",           "order",
    "outer",       "primary",    "raise",     "references",   "returning",    "right",
    "rowid",       "select",     "set",       "table",        "then",         "to",
    "transaction", "true",       "union",     "unique",       "update",       "using",
    "values",      "when",       "where",     "with",
};

constexpr int max_shift = 18;  // 10^18 is the largest power of ten in 64 bit

std::int64_t power_of_ten(int exponent) {
    if (exponent > max_shift) {
        throw CompileError(fmt::format("two numerics differ by {} digits after the point", exponent),
                           "SQLite stores numerics in 64 bit: round one of them first");
    }
    std::int64_t power = 1;
    for (; exponent > 0; --exponent) {
        power *= 10;
    }
    return power;
}

void require_scale(const Type& type) {
    if (sql::detail::is_any_numeric(type)) {
        throw CompileError("a numeric without precision and scale cannot be used in exact arithmetic on SQLite",
                           "give the column a precision and a scale, for example numeric<12, 2>");
    }
}

}  // namespace

std::size_t max_parameters() {
    static const auto limit = [] {
        // Only a connection can be asked.
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_MEMORY, nullptr);
        const DatabaseHandle database(opened);
        constexpr int of_old_versions = 999;
        return static_cast<std::size_t>(code == SQLITE_OK ? sqlite3_limit(opened, SQLITE_LIMIT_VARIABLE_NUMBER, -1)
                                                          : of_old_versions);
    }();
    return limit;
}

const sql::Identifiers& identifiers() {
    static constexpr sql::Identifiers names{reserved};
    return names;
}

std::string SqliteCompiler::placeholder(std::size_t index, bool in_order) const {
    return in_order ? "?" : fmt::format("?{}", index + 1);
}

void SqliteCompiler::visit_limit(const sql::SelectBody& body) {
    if (body.limit) {
        out_ += " LIMIT ";
        write_row_count(body.limit);
    } else if (body.offset) {
        out_ += " LIMIT -1";  // OFFSET cannot stand alone here
    }
    if (body.offset) {
        out_ += " OFFSET ";
        write_row_count(body.offset);
    }
}

Precedence SqliteCompiler::scaled(const sql::Expression& e, int digits) {
    if (digits == 0) {
        return visit(e);
    }
    if (digits > 0) {
        write(e, Precedence::multiply);
        out_ += fmt::format(" * {}", power_of_ten(digits));
        return Precedence::multiply;
    }
    out_ += "athanor_divide(";
    write(e);
    out_ += fmt::format(", {}, 0)", power_of_ten(-digits));
    return Precedence::atom;
}

Precedence SqliteCompiler::visit_as(const sql::Expression& e, const Type& target) {
    const auto& from = e.type;
    if (from.kind == TypeKind::numeric || target.kind == TypeKind::numeric) {
        require_scale(from);
        require_scale(target);
    }
    if (from.kind == TypeKind::numeric && target.kind == TypeKind::real) {
        write(e, Precedence::multiply);
        out_ += fmt::format(" / {}.0", power_of_ten(from.scale));
        return Precedence::multiply;
    }
    if (from.kind == TypeKind::real && (target.kind == TypeKind::numeric || is_whole(target.kind))) {
        out_ += "CAST(round(";
        write(e, Precedence::multiply);
        out_ += fmt::format(" * {}.0) AS INTEGER)", power_of_ten(scale_of(target)));
        return Precedence::atom;
    }
    const bool exact = (from.kind == TypeKind::numeric || is_whole(from.kind)) &&
                       (target.kind == TypeKind::numeric || is_whole(target.kind));
    return exact ? scaled(e, scale_of(target) - scale_of(from)) : visit(e);
}

Precedence SqliteCompiler::visit_divide(const sql::BinaryExpression& e) {
    if (e.type.kind != TypeKind::numeric) {
        return Compiler::visit_divide(e);
    }
    require_scale(e.type);
    out_ += "athanor_divide(";
    write(*e.left);
    out_ += ", ";
    write(*e.right);
    out_ += fmt::format(", {})", e.type.scale - scale_of(e.left->type) + scale_of(e.right->type));
    return Precedence::atom;
}

Precedence SqliteCompiler::visit_function(const sql::FunctionExpression& e) {
    if (e.function != sql::Function::avg || e.type.kind != TypeKind::numeric) {
        return Compiler::visit_function(e);
    }
    require_scale(e.type);
    const auto& argument = *e.arguments.front();
    const int shift = e.type.scale - scale_of(argument.type);
    if (!e.distinct) {
        out_ += "athanor_avg(";
        write(argument);
        out_ += fmt::format(", {})", shift);
        return Precedence::atom;
    }
    // SQLite allows DISTINCT only in aggregates of one argument.
    out_ += "athanor_divide(sum(DISTINCT ";
    write(argument);
    out_ += "), count(DISTINCT ";
    write(argument);
    out_ += fmt::format("), {})", shift);
    return Precedence::atom;
}

Precedence SqliteCompiler::visit_like(const sql::LikeExpression& e) {
    if (!e.ignore_case) {
        const auto written = Compiler::visit_like(e);
        out_ += " ESCAPE '\\'";
        return written;
    }
    out_ += e.negated ? "NOT athanor_ilike(" : "athanor_ilike(";
    write(*e.pattern);
    out_ += ", ";
    write(*e.operand);
    out_ += ')';
    return e.negated ? Precedence::not_ : Precedence::atom;
}

void SqliteCompiler::write_literal(const Value& value, const Type& type) {
    if (value.kind() == ValueKind::boolean) {
        out_ += value.as_bool() ? '1' : '0';
    } else if (type.kind == TypeKind::numeric && value.kind() == ValueKind::decimal) {
        out_ += fmt::format("{}", value.as_decimal().units(type.scale));
    } else if (type.kind == TypeKind::numeric && value.kind() == ValueKind::integer) {
        out_ += fmt::format("{}", Decimal(value.as_int64()).units(type.scale));
    } else {
        Compiler::write_literal(value, type);
    }
}

}  // namespace athanor::sqlite
