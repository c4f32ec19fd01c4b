#include "sql/operand_names.hpp"

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::sql::detail {

std::string spelled(const Expression& expression) {
    const auto type = to_string(expression.type);
    if (expression.kind == ExpressionKind::column) {
        const auto& column = static_cast<const ColumnExpression&>(expression);
        return fmt::format("{}.{} ({})", column.source->name(), column.column().name, type);
    }
    if (expression.kind == ExpressionKind::label) {
        return fmt::format("{} ({})", static_cast<const LabelExpression&>(expression).name, type);
    }
    return fmt::format("{} ({})", expression.kind == ExpressionKind::bind ? "a value" : "an expression", type);
}

void refuse_operands(std::string_view operation, const Expression& left, const Expression& right) {
    throw ArgumentError(fmt::format("{} cannot be used with {} and {}", operation, spelled(left), spelled(right)),
                        "bring both sides to one type, for example with a value of the column's own type");
}

void refuse_operand(std::string_view operation, const Expression& operand) {
    throw ArgumentError(fmt::format("{} cannot be used with {}", operation, spelled(operand)),
                        "use it with an operand of a type it is defined for");
}

}  // namespace athanor::sql::detail
