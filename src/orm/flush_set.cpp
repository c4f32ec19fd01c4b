#include "orm/flush_set.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "orm/change_record.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"

namespace athanor::detail {

namespace {

const InstanceList& list_of(const std::shared_ptr<const InstanceList>& items) {
    static const InstanceList empty;
    return items ? *items : empty;
}

bool contains(const InstanceList& items, const InstanceState* state) {
    return std::ranges::find(items, state) != items.end();
}

bool is_new_or_persistent(const InstanceState* state, const SessionCore::Impl& session) {
    return state->session == &session.session && !state->to_delete && state->status != ObjectStatus::deleted;
}

class Collector {
public:
    Collector(SessionCore::Impl& session, KeySync& keys) : session_(session), keys_(keys) {}

    void settle() {
        // Each step may add to both lists: a deleted parent changes its children, a changed child may be an orphan.
        while (changed_ < session_.modified.size() || deleted_ < session_.to_delete.size()) {
            if (changed_ < session_.modified.size()) {
                settle_changes(session_.modified[changed_++]);
            } else {
                release_children(session_.to_delete[deleted_++]);
            }
        }
        for (auto* state : session_.pending) {
            demand_keys(state);
        }
    }

private:
    void settle_changes(InstanceState* state) {
        if (!state->changes || state->to_delete) {
            return;
        }
        // By index: deleting an orphan may load and change, and so lengthen the list.
        for (std::size_t i = 0; i < state->changes->relations.size(); ++i) {
            const auto change = state->changes->relations[i];
            if (change.dirty) {
                settle_change(state, change);
            }
        }
    }

    void settle_change(InstanceState* state, const RelationChange& change) {
        const auto& relationship = *change.relationship;
        const auto* inverse = relationship.inverse;
        if (!relationship.descriptor->many && !relationship.key_on_target) {
            const auto& one = one_of(state, relationship);
            if (one.target == nullptr && inverse != nullptr && inverse->descriptor->cascade.delete_orphan) {
                session_.mark_deleted(state);
            }
            warn_if_outside(state, relationship, one.target);
            return;
        }
        if (inverse != nullptr) {
            return;
        }
        const auto now = snapshot(state, relationship);
        for (auto* gone : members(change.flushed)) {
            const auto present = members(now);
            if (contains(present, gone) || !is_new_or_persistent(gone, session_)) {
                continue;
            }
            if (relationship.descriptor->cascade.delete_orphan) {
                session_.mark_deleted(gone);
            } else {
                demand(gone, relationship, nullptr);
            }
        }
        const auto before = members(change.flushed);
        for (auto* added : members(now)) {
            if (!contains(before, added)) {
                demand(added, relationship, state);
            }
        }
    }

    static InstanceList members(const RelationSnapshot& snapshot) {
        InstanceList result = list_of(snapshot.items);
        if (snapshot.target != nullptr) {
            result.push_back(snapshot.target);
        }
        return result;
    }

    /// New objects: what stands in their relationships without an inverse takes their key.
    void demand_keys(InstanceState* state) {
        for (const auto& relationship : state->mapper->relationships()) {
            if (relationship.inverse == nullptr && (relationship.descriptor->many || relationship.key_on_target)) {
                for (auto* child : members(snapshot(state, relationship))) {
                    demand(child, relationship, state);
                }
            } else if (!relationship.descriptor->many && !relationship.key_on_target) {
                warn_if_outside(state, relationship, one_of(state, relationship).target);
            }
        }
    }

    void demand(InstanceState* child, const Relationship& relationship, InstanceState* parent) {
        if (!is_new_or_persistent(child, session_)) {
            warn_if_outside(parent, relationship, child);
            return;
        }
        keys_.add(child, {relationship.key_columns, relationship.referred_columns, parent});
        if (child->status == ObjectStatus::persistent) {
            (void)record_of(child);
            mark_modified(child);
        }
    }

    void warn_if_outside(const InstanceState* owner, const Relationship& relationship, const InstanceState* target) {
        if (owner != nullptr && target != nullptr && target->status == ObjectStatus::transient) {
            log(LogLevel::warning, "athanor.orm",
                fmt::format("{}.{} refers to a {} that is in no session: the reference is not written; add() it too",
                            owner->mapper->class_name(), relationship.descriptor->name, target->mapper->class_name()));
        }
    }

    /// Children of a deleted object that are not deleted with it no longer refer to it.
    void release_children(InstanceState* parent) {
        for (const auto& relationship : parent->mapper->relationships()) {
            if (!relationship.descriptor->many && !relationship.key_on_target) {
                continue;
            }
            if (relationship.descriptor->cascade.delete_) {
                continue;  // mark_deleted has taken them along
            }
            session_.load_relationship(parent, relationship);
            for (auto* child : members(snapshot(parent, relationship))) {
                if (!is_new_or_persistent(child, session_)) {
                    continue;
                }
                if (relationship.inverse != nullptr) {
                    set_one(child, *relationship.inverse, nullptr);
                } else {
                    demand(child, relationship, nullptr);
                }
            }
        }
    }

    SessionCore::Impl& session_;
    KeySync& keys_;
    std::size_t changed_ = 0;
    std::size_t deleted_ = 0;
};

void check_key(InstanceState* state) {
    for (const auto position : state->mapper->resolved().key) {
        const auto& column = state->mapper->columns()[position];
        const auto* change = state->changes->find(position);
        if (change != nullptr && value_of(state, column) != change->in_database()) {
            throw InvalidRequestError(fmt::format("{}.{}: the primary key of a stored object was changed from {} to {}",
                                                  state->mapper->class_name(), column.name,
                                                  change->in_database().to_string(),
                                                  value_of(state, column).to_string()),
                                      "delete the object and add a new one with the new key");
        }
    }
}

}  // namespace

FlushSet collect(SessionCore::Impl& session, KeySync& keys) {
    Collector(session, keys).settle();
    FlushSet set;
    set.inserts = session.pending;
    for (auto* state : session.modified) {
        if (!state->to_delete && state->status == ObjectStatus::persistent) {
            keys.write_known(state);
            if (state->changes) {
                check_key(state);
            }
            set.updates.push_back(state);
        }
    }
    for (auto* state : set.inserts) {
        keys.write_known(state);
    }
    set.deletes = session.to_delete;
    return set;
}

}  // namespace athanor::detail
