#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace athanor::detail {

/// `first` must come before `second`; both are numbers below the number of nodes.
using Dependency = std::pair<std::size_t, std::size_t>;

/// The nodes 0..count-1 in groups: each group after those it depends on, nodes of a circle together in one group. Where
/// there is a choice the smaller number comes first.
[[nodiscard]] std::vector<std::vector<std::size_t>> dependency_groups(std::size_t count,
                                                                      const std::vector<Dependency>& edges);

/// The length of the longest chain of dependencies before each node, and the nodes of circles, which have none.
struct Levels {
    std::vector<std::size_t> level;
    std::vector<std::size_t> in_circle;
};
[[nodiscard]] Levels dependency_levels(std::size_t count, const std::vector<Dependency>& edges);

}  // namespace athanor::detail
