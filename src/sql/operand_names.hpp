#pragma once

#include <string>
#include <string_view>

#include <athanor/sql/expression.hpp>

namespace athanor::sql::detail {

/// An operand as a message names it: "expenses.amount, numeric(12, 2)", "a value, text". Never shows the value.
[[nodiscard]] std::string spelled(const Expression& expression);

/// @throws ArgumentError: the operation does not go with these operands.
[[noreturn]] void refuse_operands(std::string_view operation, const Expression& left, const Expression& right);
[[noreturn]] void refuse_operand(std::string_view operation, const Expression& operand);

}  // namespace athanor::sql::detail
