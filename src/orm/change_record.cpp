#include "orm/change_record.hpp"

#include <algorithm>
#include <iterator>

#include "orm/member_access.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

ColumnChange* ChangeRecord::find(std::size_t column) noexcept {
    const auto found = std::ranges::find(columns, column, &ColumnChange::column);
    return found == columns.end() ? nullptr : &*found;
}

RelationChange* ChangeRecord::find(const Relationship& relationship) noexcept {
    const auto found = std::ranges::find(relations, &relationship, &RelationChange::relationship);
    return found == relations.end() ? nullptr : &*found;
}

ChangeRecord& record_of(InstanceState* state) {
    if (!state->changes) {
        if (state->session != nullptr) {
            state->session->impl().changed.push_back(state);
        }
        state->changes = std::make_unique<ChangeRecord>();
    }
    return *state->changes;
}

void mark_modified(InstanceState* state) {
    if (!state->modified) {
        if (state->session != nullptr) {
            state->session->impl().modified.push_back(state);
        }
        state->modified = true;
    }
}

ColumnChange& save_column(InstanceState* state, std::size_t column) {
    auto& record = record_of(state);
    if (auto* change = record.find(column)) {
        return *change;
    }
    auto& change = record.columns.emplace_back();
    change.column = column;
    change.committed = value_of(state, state->mapper->columns()[column]);
    return change;
}

RelationSnapshot snapshot(InstanceState* state, const Relationship& relationship) {
    if (relationship.descriptor->many) {
        const auto& many = many_of(state, relationship);
        return {many.loaded, nullptr, many.items};
    }
    const auto& one = one_of(state, relationship);
    return {one.loaded, one.target, nullptr};
}

void restore(InstanceState* state, const Relationship& relationship, const RelationSnapshot& past) {
    if (relationship.descriptor->many) {
        auto& many = many_of(state, relationship);
        many.loaded = past.loaded;
        many.items = past.items;
    } else {
        auto& one = one_of(state, relationship);
        one.loaded = past.loaded;
        one.target = past.target;
    }
}

void save_relation(InstanceState* state, const Relationship& relationship) {
    if (state->status == ObjectStatus::transient || state->status == ObjectStatus::pending) {
        return;
    }
    auto& record = record_of(state);
    auto* change = record.find(relationship);
    if (change == nullptr) {
        const auto now = snapshot(state, relationship);
        record.relations.push_back({&relationship, now, now, false});
        change = &record.relations.back();
    }
    change->dirty = true;
    // A list whose inverse carries the key writes nothing itself: its objects do.
    const bool carries_key = !relationship.descriptor->many && !relationship.key_on_target;
    if (carries_key || relationship.inverse == nullptr) {
        mark_modified(state);
    }
}

namespace {

std::shared_ptr<const InstanceList> without(const std::shared_ptr<const InstanceList>& items,
                                            const InstanceState* gone) {
    auto rest = std::make_shared<InstanceList>();
    std::ranges::copy_if(*items, std::back_inserter(*rest), [&](const InstanceState* item) { return item != gone; });
    return rest;
}

bool holds(const std::shared_ptr<const InstanceList>& items, const InstanceState* gone) {
    return items && std::ranges::find(*items, gone) != items->end();
}

void cut(RelationSnapshot& past, const InstanceState* gone) {
    if (past.target == gone) {
        past.target = nullptr;
        past.loaded = false;
    }
    if (holds(past.items, gone)) {
        past.items = without(past.items, gone);
        past.loaded = false;
    }
}

}  // namespace

void cut_edges(InstanceState* state, const InstanceState* gone) {
    for (const auto& edge : state->mapper->resolved().edges) {
        if (!edge.many) {
            auto& one = one_at(state, edge.offset);
            if (one.target == gone) {
                one.target = nullptr;
                one.loaded = false;
            }
        } else if (auto& many = many_at(state, edge.offset); holds(many.items, gone)) {
            many.items = without(many.items, gone);
            many.loaded = false;
        }
    }
    if (state->changes) {
        for (auto& change : state->changes->relations) {
            cut(change.committed, gone);
            cut(change.flushed, gone);
        }
    }
}

void forget_edges(InstanceState* state) {
    for (const auto& edge : state->mapper->resolved().edges) {
        if (!edge.many) {
            one_at(state, edge.offset).target = nullptr;
            one_at(state, edge.offset).loaded = false;
        } else {
            many_at(state, edge.offset).items = nullptr;
            many_at(state, edge.offset).loaded = false;
        }
    }
    state->changes = nullptr;
    state->modified = false;
}

bool has_net_changes(InstanceState* state) {
    if (!state->changes) {
        return false;
    }
    const auto& columns = state->mapper->columns();
    return std::ranges::any_of(state->changes->columns,
                               [&](const ColumnChange& change) {
                                   return value_of(state, columns[change.column]) != change.in_database();
                               }) ||
           std::ranges::any_of(state->changes->relations, [&](const RelationChange& change) {
               const auto now = snapshot(state, *change.relationship);
               const bool writes = change.relationship->inverse == nullptr ||
                                   (!change.relationship->descriptor->many && !change.relationship->key_on_target);
               return change.dirty && writes &&
                      (now.target != change.flushed.target || now.items != change.flushed.items);
           });
}

}  // namespace athanor::detail
