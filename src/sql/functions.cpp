#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/sql/expression.hpp>

#include "sql/function_names.hpp"
#include "sql/operand_names.hpp"
#include "sql/type_rules.hpp"

namespace athanor::sql {

std::string_view name_of(Function function) noexcept {
    switch (function) {
    case Function::count:
        return "count";
    case Function::sum:
        return "sum";
    case Function::avg:
        return "avg";
    case Function::min:
        return "min";
    case Function::max:
        return "max";
    case Function::lower:
        return "lower";
    case Function::upper:
        return "upper";
    case Function::length:
        return "length";
    case Function::abs:
        return "abs";
    case Function::coalesce:
        return "coalesce";
    case Function::named:
        break;
    }
    return "this function";
}

namespace {

// PostgreSQL 15 has no smallest boolean, uuid or bytea, so nobody gets one.
bool is_ordered(TypeKind kind) {
    return detail::is_number(kind) || kind == TypeKind::text || kind == TypeKind::date || kind == TypeKind::date_time;
}

Type average_of(const Type& type) {
    if (type.kind != TypeKind::numeric) {
        return {.kind = TypeKind::real, .secret = type.secret};
    }
    return detail::is_any_numeric(type) ? type : detail::numeric_type(type.scale + 6, type.secret);
}

Type result_of(Function function, const Expression& argument) {
    auto type = detail::without_limits(argument.type);
    const auto require = [&](bool allowed) {
        if (!allowed) {
            detail::refuse_operand(name_of(function), argument);
        }
    };
    switch (function) {
    case Function::sum:
        require(detail::is_number(type.kind));
        if (type.kind == TypeKind::integer) {
            type.kind = TypeKind::big_integer;
        }
        return type;
    case Function::avg:
        require(detail::is_number(type.kind));
        return average_of(type);
    case Function::min:
    case Function::max:
        require(is_ordered(type.kind));
        return type;
    case Function::abs:
        require(detail::is_number(type.kind));
        return type;
    case Function::lower:
    case Function::upper:
        require(type.kind == TypeKind::text);
        return type;
    case Function::length:
        require(type.kind == TypeKind::text || type.kind == TypeKind::bytes);
        return {.kind = TypeKind::integer};
    default:
        return {.kind = TypeKind::big_integer};
    }
}

ExpressionPtr coalesce(std::vector<ExpressionPtr> arguments) {
    auto type = detail::without_limits(arguments.front()->type);
    for (auto& argument : arguments) {
        argument = detail::adapted(std::move(argument), type);
        const auto common = detail::common_type(type, argument->type);
        if (!common) {
            detail::refuse_operands("coalesce", *arguments.front(), *argument);
        }
        type = *common;
    }
    // A literal in front of the column that gives the type is adapted in the second round.
    for (auto& argument : arguments) {
        argument = detail::adapted(std::move(argument), type);
    }
    return ExpressionPtr(
        std::make_shared<FunctionExpression>(Function::coalesce, std::string(), std::move(arguments), false, type));
}

}  // namespace

ExpressionPtr function(Function function, std::vector<ExpressionPtr> arguments, bool distinct) {
    if (function == Function::named) {
        throw ArgumentError("a named function needs its name", "use named_function");
    }
    if (function == Function::coalesce) {
        if (arguments.empty() || distinct) {
            throw ArgumentError("coalesce needs at least one argument and has no distinct form",
                                "give it what to choose from");
        }
        return coalesce(std::move(arguments));
    }
    const bool counts_rows = function == Function::count && arguments.empty();
    if (!counts_rows && arguments.size() != 1) {
        throw ArgumentError(fmt::format("{} takes one argument, not {}", name_of(function), arguments.size()),
                            "give it one expression");
    }
    const bool aggregate = function == Function::count || function == Function::sum || function == Function::avg ||
                           function == Function::min || function == Function::max;
    if (distinct && (!aggregate || counts_rows)) {
        throw ArgumentError(fmt::format("{} has no distinct form", counts_rows ? "count(*)" : name_of(function)),
                            "use distinct with an aggregate of one expression");
    }
    const auto type = counts_rows ? Type{.kind = TypeKind::big_integer} : result_of(function, *arguments.front());
    return ExpressionPtr(
        std::make_shared<FunctionExpression>(function, std::string(), std::move(arguments), distinct, type));
}

}  // namespace athanor::sql
