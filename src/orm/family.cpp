#include "orm/family.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "orm/change_record.hpp"
#include "orm/member_access.hpp"

namespace athanor::detail {

namespace {

bool is_held(const InstanceState* state) noexcept { return state->holders.load(std::memory_order_relaxed) != 0; }

void move_all(Family* from, Family* to) {
    // Not reserve: it takes exactly what it is told, so that objects added one by one would be moved each time.
    to->objects.insert(to->objects.end(), from->objects.begin(), from->objects.end());
    for (auto* state : from->objects) {
        state->family = to;
    }
    to->held_objects.fetch_add(from->held_objects.load(std::memory_order_relaxed), std::memory_order_relaxed);
    delete from;
}

/// The groups of objects that edges connect, seen without direction: a number for each object.
class Components {
public:
    explicit Components(const std::vector<InstanceState*>& objects) : parent_(objects.size()) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
        index_.reserve(objects.size());
        for (std::size_t i = 0; i < objects.size(); ++i) {
            index_.emplace(objects[i], i);
        }
        for (std::size_t i = 0; i < objects.size(); ++i) {
            const auto connect = [&](InstanceState* other) { unite(i, index_.at(other)); };
            for_each_edge(objects[i], connect);
            if (objects[i]->changes) {
                for (const auto& change : objects[i]->changes->relations) {
                    for (const auto* past : {&change.committed, &change.flushed}) {
                        if (past->target != nullptr) {
                            connect(past->target);
                        }
                        if (past->items) {
                            std::ranges::for_each(*past->items, connect);
                        }
                    }
                }
            }
        }
    }

    [[nodiscard]] std::size_t of(std::size_t i) {
        while (parent_[i] != i) {
            parent_[i] = parent_[parent_[i]];
            i = parent_[i];
        }
        return i;
    }
    [[nodiscard]] std::size_t of(InstanceState* state) { return of(index_.at(state)); }

private:
    void unite(std::size_t left, std::size_t right) {
        parent_[std::max(of(left), of(right))] = std::min(of(left), of(right));
    }

    std::vector<std::size_t> parent_;
    std::unordered_map<InstanceState*, std::size_t> index_;
};

/// Moves `state` and all it is connected with into a family of their own, if none of them is in a session.
bool leave_foreign_session(InstanceState* state) {
    if (state->session != nullptr) {
        return false;
    }
    auto* old = state->family;
    Components components(old->objects);
    const auto wanted = components.of(state);
    std::vector<InstanceState*> leaving;
    std::vector<InstanceState*> staying;
    std::uint32_t held = 0;
    for (std::size_t i = 0; i < old->objects.size(); ++i) {
        auto* object = old->objects[i];
        if (components.of(i) != wanted) {
            staying.push_back(object);
            continue;
        }
        if (object->session != nullptr) {
            return false;
        }
        leaving.push_back(object);
        held += is_held(object) ? 1 : 0;
    }
    auto own = std::make_unique<Family>();
    own->objects = std::move(leaving);
    own->held_objects = held;
    old->objects = std::move(staying);
    old->held_objects.fetch_sub(held, std::memory_order_relaxed);
    for (auto* object : own->objects) {
        object->family = own.get();
    }
    (void)own.release();  // its objects own it from here on
    return true;
}

[[noreturn]] void throw_two_sessions(const InstanceState* left, const InstanceState* right) {
    throw InvalidRequestError(
        left == right ? fmt::format("this {} belongs to another session", left->mapper->class_name())
                      : fmt::format("this {} and this {} belong to two different sessions", left->mapper->class_name(),
                                    right->mapper->class_name()),
        "objects that refer to one another live in one session: expunge the object from its session or close that "
        "session first, or get() the object in the session where it is needed");
}

}  // namespace

void join(InstanceState* left, InstanceState* right) {
    if (left->family == right->family) {
        return;
    }
    if (left->family->session_owned && right->family->session_owned && !leave_foreign_session(left) &&
        !leave_foreign_session(right)) {
        throw_two_sessions(left, right);
    }
    auto* into = left->family;
    auto* from = right->family;
    if (from->session_owned || (!into->session_owned && from->objects.size() > into->objects.size())) {
        std::swap(into, from);
    }
    move_all(from, into);
}

void join_family(InstanceState* state, Family* session_family) {
    if (state->family == session_family) {
        return;
    }
    if (state->family->session_owned && !leave_foreign_session(state)) {
        throw_two_sessions(state, state);
    }
    move_all(state->family, session_family);
}

void free_if_unheld(Family* family) noexcept {
    if (family->session_owned || family->held_objects.load(std::memory_order_acquire) != 0) {
        return;
    }
    // By index and not by iterator: a member that is destroyed here may hold a Ref of its own, to another family.
    // NOLINTNEXTLINE(modernize-loop-convert)
    for (std::size_t i = 0; i < family->objects.size(); ++i) {
        free_block(family->objects[i]);
    }
    delete family;
}

void move_out(InstanceState* state) {
    auto* old = state->family;
    const bool held = is_held(state);
    std::unique_ptr<Family> own;
    if (held) {
        own = std::make_unique<Family>();
        own->objects.push_back(state);
        own->held_objects = 1;
        old->held_objects.fetch_sub(1, std::memory_order_relaxed);
    }
    auto& objects = old->objects;
    *std::ranges::find(objects, state) = objects.back();
    objects.pop_back();
    if (held) {
        state->family = own.release();
    } else {
        free_block(state);
    }
}

void mark_reachable(std::vector<InstanceState*>& roots) {
    const auto mark = [&](InstanceState* state) {
        if (!state->marked) {
            state->marked = true;
            roots.push_back(state);
        }
    };
    while (!roots.empty()) {
        auto* state = roots.back();
        roots.pop_back();
        for_each_edge(state, mark);
        if (!state->changes) {
            continue;
        }
        for (const auto& change : state->changes->relations) {
            for (const auto* past : {&change.committed, &change.flushed}) {
                if (past->target != nullptr) {
                    mark(past->target);
                }
                if (past->items) {
                    std::ranges::for_each(*past->items, mark);
                }
            }
        }
    }
}

std::size_t free_unmarked(Family* family) {
    auto& objects = family->objects;
    const auto unmarked = std::ranges::partition(objects, [](const InstanceState* state) { return state->marked; });
    const std::vector<InstanceState*> gone(unmarked.begin(), unmarked.end());
    objects.erase(unmarked.begin(), unmarked.end());
    for (auto* state : objects) {
        state->marked = false;
    }
    // Last: what a destroyed object's own members hold may end here too.
    std::ranges::for_each(gone, free_block);
    return gone.size();
}

void split(Family* family) {
    Components components(family->objects);
    std::unordered_map<std::size_t, std::unique_ptr<Family>> groups;
    for (std::size_t i = 0; i < family->objects.size(); ++i) {
        auto& group = groups[components.of(i)];
        if (!group) {
            group = std::make_unique<Family>();
        }
        group->objects.push_back(family->objects[i]);
    }
    delete family;
    for (auto& [number, group] : groups) {
        auto* own = group.release();
        std::uint32_t held = 0;
        for (auto* state : own->objects) {
            state->family = own;
            held += is_held(state) ? 1 : 0;
        }
        own->held_objects = held;
        free_if_unheld(own);
    }
}

}  // namespace athanor::detail
