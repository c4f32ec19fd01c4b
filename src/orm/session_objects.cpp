#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "orm/change_record.hpp"
#include "orm/family.hpp"
#include "orm/instance_block.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

namespace {

/// An object that was new when its transaction was rolled back is known to nobody it refers to: it tells them again.
void enter_inverses(InstanceState* state) {
    for (const auto& relationship : state->mapper->relationships()) {
        const auto* inverse = relationship.inverse;
        if (inverse == nullptr || relationship.descriptor->many || !inverse->descriptor->many) {
            continue;
        }
        auto* target = one_of(state, relationship).target;
        if (target == nullptr) {
            continue;
        }
        const auto& items = many_of(target, *inverse).items;
        if (!items || std::ranges::find(*items, state) == items->end()) {
            put_into_list(target, *inverse, state);
        }
    }
}

/// Calls `use` while the object's key columns hold what the database holds, even if they were changed since.
template <class Use>
void with_stored_key(InstanceState* state, const Use& use) {
    std::vector<std::pair<std::size_t, Value>> given;
    if (state->changes) {
        for (const auto position : state->mapper->resolved().key) {
            const auto& column = state->mapper->columns()[position];
            if (const auto* change = state->changes->find(position)) {
                given.emplace_back(position, value_of(state, column));
                column.access->set(field_of(state, column), change->in_database());
            }
        }
    }
    use();
    for (const auto& [position, value] : given) {
        const auto& column = state->mapper->columns()[position];
        column.access->set(field_of(state, column), value);
    }
}

}  // namespace

void SessionCore::Impl::attach(InstanceState* state) {
    const auto model = state->mapper->class_name();
    if (state->session == &session) {
        if (state->status == ObjectStatus::deleted) {
            throw InvalidRequestError(fmt::format("this {} was deleted in this transaction", model),
                                      "roll back to keep it, or add a new object");
        }
        if (state->to_delete) {
            state->to_delete = false;
            std::erase(to_delete, state);
            // The flush that would have looked at its changes skipped it while it was to be deleted.
            if (state->modified && std::ranges::find(modified, state) == modified.end()) {
                modified.push_back(state);
            }
        }
        return;
    }
    if (state->session != nullptr) {
        throw InvalidRequestError(fmt::format("this {} belongs to another session", model),
                                  "expunge it from that session or close that session first");
    }
    if (state->mapper->descriptor().base != nullptr) {
        throw InvalidRequestError(
            fmt::format("{} derives from another model: sessions cannot write derived models yet", model),
            "map it as a model of its own with a One to the other");
    }
    (void)state->mapper->relationships();  // a mapping that cannot work is told here, not in the middle of a flush
    join_family(state, family);
    if (state->status == ObjectStatus::detached) {
        auto& objects = identity.of(*state->mapper);
        with_stored_key(state, [&] {
            if (objects.find(state) != nullptr) {
                throw InvalidRequestError(fmt::format("this session has another {} with the same primary key", model),
                                          "use the one that get() gives, or expunge it first");
            }
            objects.insert(state);
        });
        state->status = ObjectStatus::persistent;
        if (state->changes) {
            changed.push_back(state);
        }
        if (state->modified) {
            modified.push_back(state);
        }
    } else {
        pending.push_back(state);
        state->status = ObjectStatus::pending;
    }
    state->session = &session;
    if (state->changes && state->changes->rolled_back) {
        state->changes = nullptr;
        enter_inverses(state);
    }
}

void SessionCore::Impl::forget_pending(InstanceState* state) {
    std::erase(pending, state);
    state->status = ObjectStatus::transient;
    state->session = nullptr;
}

void SessionCore::Impl::erase_identity(InstanceState* state) {
    with_stored_key(state, [&] { identity.of(*state->mapper).erase(state); });
}

void SessionCore::Impl::detach(InstanceState* state) {
    if (state->status == ObjectStatus::persistent) {
        erase_identity(state);
    }
    for (auto* list : {&pending, &modified, &to_delete, &changed, &deleted}) {
        std::erase(*list, state);
    }
    state->to_delete = false;
    state->session = nullptr;
}

void SessionCore::Impl::mark_inserted(InstanceState* state) {
    auto& record = record_of(state);
    const auto& columns = state->mapper->columns();
    record.inserted = true;
    record.assigned.clear();
    for (const auto& column : columns) {
        record.assigned.push_back(link_at(state, column.offset).assigned());
    }
    clear_assigned(state);
    for (const auto& edge : state->mapper->resolved().edges) {
        if (edge.many && many_at(state, edge.offset).items) {
            many_at(state, edge.offset).loaded = true;  // a new row has no others that refer to it
        }
    }
    auto& objects = identity.of(*state->mapper);
    // A key can come again when the row that had it was removed behind our back: that object's time is over.
    if (auto* former = objects.find(state)) {
        detach(former);
        former->status = ObjectStatus::detached;
    }
    state->status = ObjectStatus::persistent;
    objects.insert(state);
}

InstanceState* SessionCore::Impl::find_referred(const InstanceState* owner, const Relationship& relationship) {
    const auto& key = relationship.target->resolved().key;
    std::vector<Value> values;
    for (const auto position : key) {
        const auto found = std::ranges::find(relationship.referred_columns, position);
        if (found == relationship.referred_columns.end()) {
            return nullptr;
        }
        const auto own =
            relationship.key_columns[static_cast<std::size_t>(found - relationship.referred_columns.begin())];
        values.push_back(value_of(owner, relationship.owner->columns()[own]));
        if (values.back().is_null()) {
            return nullptr;
        }
    }
    return identity.find(*relationship.target, values);
}

}  // namespace athanor::detail
