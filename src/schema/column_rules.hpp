#pragma once

#include <athanor/schema/table.hpp>

namespace athanor::detail {

/// @throws ArgumentError, naming table and column, if the column's type, key flags or server default cannot work.
void check_column(const Table& table, const Column& column);

}  // namespace athanor::detail
