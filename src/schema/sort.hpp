#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace athanor::detail {

/// The positions 0..count-1 with every one after those it needs, otherwise in rising order (Kahn's algorithm). Members
/// of a circle follow one another in rising order once everything else that the circle needs is placed.
[[nodiscard]] std::vector<std::size_t>
dependency_order(std::size_t count, const std::function<std::vector<std::size_t>(std::size_t)>& needs);

}  // namespace athanor::detail
