#pragma once

#include <athanor/engine/dialect.hpp>

namespace athanor::detail {

/// Adds the dialects that were built in. Defined in a file that the build generates.
void register_builtin_dialects(DialectRegistry& registry);

}  // namespace athanor::detail
