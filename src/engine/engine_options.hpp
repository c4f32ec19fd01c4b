#pragma once

#include <athanor/engine/engine.hpp>

namespace athanor::detail {

/// @throws ArgumentError naming the option, its value and its range.
void check_options(const EngineOptions& options);

}  // namespace athanor::detail
