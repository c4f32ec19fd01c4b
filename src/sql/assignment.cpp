#include "sql/assignment.hpp"

#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "sql/type_rules.hpp"

namespace athanor::sql::detail {

namespace {

void check_literal(const Table& table, const Column& column, const BindExpression& literal) {
    const auto& from = literal.type;
    const auto& to = column.type;
    if (literal.value.is_null() || to.kind == from.kind || to.kind == TypeKind::real) {
        return;
    }
    const auto where = fmt::format("{}.{} is {}", table.name(), column.name, to_string(to));
    if (from.kind == TypeKind::real) {
        throw ArgumentError(fmt::format("{}, and a double cannot be stored there exactly", where),
                            "give a whole number or a Decimal, for example \"0.10\"_dec");
    }
    if (is_whole(to.kind) && from.kind == TypeKind::numeric) {
        throw DataError(fmt::format("{}, and the value has digits after the point", where), "round it first");
    }
}

}  // namespace

Assignment prepared_assignment(const Table& table, std::size_t column, ExpressionPtr value) {
    if (column >= table.columns().size()) {
        throw ArgumentError(fmt::format("table {} has no column at position {}", table.name(), column),
                            fmt::format("positions are 0 to {}", table.columns().size() - 1));
    }
    const auto& target = table.columns()[column];
    value = adapted(std::move(value), target.type);
    if (!common_type(target.type, value->type)) {
        throw ArgumentError(fmt::format("{}.{} is {} and cannot be set to a value of type {}", table.name(),
                                        target.name, to_string(target.type), to_string(value->type)),
                            "give a value of the column's own type");
    }
    if (value->kind == ExpressionKind::bind) {
        check_literal(table, target, static_cast<const BindExpression&>(*value));
    }
    return {column, std::move(value)};
}

}  // namespace athanor::sql::detail
