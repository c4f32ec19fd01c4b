#include "schema/sort.hpp"

#include <algorithm>

namespace athanor::detail {

namespace {

using Graph = std::vector<std::vector<std::size_t>>;

// Everything not yet placed that `from` needs, directly or not.
std::vector<bool> reachable(const Graph& needs, const std::vector<bool>& placed, std::size_t from) {
    std::vector<bool> seen(needs.size());
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        for (const auto next : needs[at]) {
            if (!placed[next] && !seen[next]) {
                seen[next] = true;
                open.push_back(next);
            }
        }
    }
    return seen;
}

// A circle needs only itself when whatever one member reaches also reaches that member.
std::vector<bool> independent_circle(const Graph& needs, const std::vector<bool>& placed) {
    for (std::size_t i = 0; i < needs.size(); ++i) {
        if (placed[i]) {
            continue;
        }
        auto circle = reachable(needs, placed, i);
        bool closed = circle[i];
        for (std::size_t j = 0; closed && j < needs.size(); ++j) {
            closed = !circle[j] || reachable(needs, placed, j)[i];
        }
        if (closed) {
            return circle;
        }
    }
    return std::vector<bool>(needs.size());
}

}  // namespace

std::vector<std::size_t> dependency_order(std::size_t count,
                                          const std::function<std::vector<std::size_t>(std::size_t)>& needs_of) {
    Graph needs(count);
    for (std::size_t i = 0; i < count; ++i) {
        needs[i] = needs_of(i);
        std::erase(needs[i], i);
    }
    std::vector<std::size_t> order;
    std::vector<bool> placed(count);
    const auto place = [&](std::size_t at) {
        placed[at] = true;
        order.push_back(at);
    };
    while (order.size() < count) {
        bool moved = false;
        for (std::size_t i = 0; i < count && !moved; ++i) {
            moved =
                !placed[i] && std::all_of(needs[i].begin(), needs[i].end(), [&](std::size_t n) { return placed[n]; });
            if (moved) {
                place(i);
            }
        }
        if (!moved) {
            const auto circle = independent_circle(needs, placed);
            for (std::size_t i = 0; i < count; ++i) {
                if (circle[i]) {
                    place(i);
                }
            }
        }
    }
    return order;
}

}  // namespace athanor::detail
