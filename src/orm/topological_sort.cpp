#include "orm/topological_sort.hpp"

#include <algorithm>
#include <functional>
#include <queue>

namespace athanor::detail {

namespace {

using Graph = std::vector<std::vector<std::size_t>>;

Graph successors(std::size_t count, const std::vector<Dependency>& edges) {
    Graph graph(count);
    for (const auto& [before, after] : edges) {
        graph[before].push_back(after);
    }
    return graph;
}

/// Tarjan's algorithm (SIAM J. Comput. 1972). It recurses: meant for mappers, of which there are few.
class Components {
public:
    explicit Components(const Graph& graph)
        : graph_(graph), number_(graph.size(), unseen), low_(graph.size()), of(graph.size()) {
        for (std::size_t node = 0; node < graph.size(); ++node) {
            if (number_[node] == unseen) {
                visit(node);
            }
        }
    }

private:
    static constexpr auto unseen = static_cast<std::size_t>(-1);

    void visit(std::size_t node) {
        number_[node] = low_[node] = next_++;
        stack_.push_back(node);
        for (const auto other : graph_[node]) {
            if (number_[other] == unseen) {
                visit(other);
                low_[node] = std::min(low_[node], low_[other]);
            } else if (std::ranges::find(stack_, other) != stack_.end()) {
                low_[node] = std::min(low_[node], number_[other]);
            }
        }
        if (low_[node] != number_[node]) {
            return;
        }
        auto& group = groups.emplace_back();
        for (auto top = unseen; top != node;) {
            top = stack_.back();
            stack_.pop_back();
            group.push_back(top);
            of[top] = groups.size() - 1;
        }
        std::ranges::sort(group);
    }

    const Graph& graph_;
    std::vector<std::size_t> number_;
    std::vector<std::size_t> low_;
    std::vector<std::size_t> stack_;
    std::size_t next_ = 0;

public:
    std::vector<std::vector<std::size_t>> groups;
    std::vector<std::size_t> of;  ///< the group of each node
};

}  // namespace

std::vector<std::vector<std::size_t>> dependency_groups(std::size_t count, const std::vector<Dependency>& edges) {
    const auto graph = successors(count, edges);
    Components components(graph);
    std::vector<std::size_t> waiting_for(components.groups.size(), 0);
    std::vector<Dependency> between;
    for (const auto& [before, after] : edges) {
        const Dependency edge{components.of[before], components.of[after]};
        if (edge.first != edge.second) {
            between.push_back(edge);
        }
    }
    std::ranges::sort(between);
    between.erase(std::unique(between.begin(), between.end()), between.end());
    for (const auto& edge : between) {
        ++waiting_for[edge.second];
    }
    const auto group_graph = successors(components.groups.size(), between);
    using Entry = std::pair<std::size_t, std::size_t>;  // smallest node of the group, group
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
    for (std::size_t group = 0; group < components.groups.size(); ++group) {
        if (waiting_for[group] == 0) {
            ready.emplace(components.groups[group].front(), group);
        }
    }
    std::vector<std::vector<std::size_t>> result;
    while (!ready.empty()) {
        const auto group = ready.top().second;
        ready.pop();
        result.push_back(components.groups[group]);
        for (const auto next : group_graph[group]) {
            if (--waiting_for[next] == 0) {
                ready.emplace(components.groups[next].front(), next);
            }
        }
    }
    return result;
}

Levels dependency_levels(std::size_t count, const std::vector<Dependency>& edges) {
    const auto graph = successors(count, edges);
    std::vector<std::size_t> waiting_for(count, 0);
    for (const auto& edge : edges) {
        ++waiting_for[edge.second];
    }
    Levels result;
    result.level.resize(count, 0);
    std::vector<std::size_t> done;
    for (std::size_t node = 0; node < count; ++node) {
        if (waiting_for[node] == 0) {
            done.push_back(node);
        }
    }
    for (std::size_t i = 0; i < done.size(); ++i) {
        for (const auto next : graph[done[i]]) {
            result.level[next] = std::max(result.level[next], result.level[done[i]] + 1);
            if (--waiting_for[next] == 0) {
                done.push_back(next);
            }
        }
    }
    for (std::size_t node = 0; node < count; ++node) {
        if (waiting_for[node] != 0) {
            result.in_circle.push_back(node);
        }
    }
    return result;
}

}  // namespace athanor::detail
