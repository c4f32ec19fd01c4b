#pragma once

#include <athanor/sql/statement.hpp>

namespace athanor::sql::detail {

/// `column = value` with a literal brought to the column's kind.
/// @throws ArgumentError, naming table and column, if the value can never be stored there; DataError if a Decimal would
/// have to be rounded.
[[nodiscard]] Assignment prepared_assignment(const Table& table, std::size_t column, ExpressionPtr value);

}  // namespace athanor::sql::detail
