#pragma once

#include <string_view>

#include <athanor/sql/expression.hpp>

namespace athanor::sql {

/// "sum" for Function::sum, as SQL spells it. The name of a Function::named stands in its expression; here, for
/// messages, it is "this function".
std::string_view name_of(Function function) noexcept;

}  // namespace athanor::sql
