#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <athanor/core/date_time.hpp>
#include <athanor/core/error.hpp>

#include "orm/change_record.hpp"
#include "orm/flush_set.hpp"
#include "orm/instance_block.hpp"
#include "orm/member_access.hpp"
#include "orm/persistence.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/session_impl.hpp"
#include "orm/unit_of_work.hpp"
#include "orm/value_check.hpp"

namespace athanor::detail {

namespace {

/// One instant for all rows of a flush.
void fill_current_time(const std::vector<InstanceState*>& inserts) {
    std::optional<Value> now;
    for (auto* state : inserts) {
        for (const auto& column : state->mapper->columns()) {
            if (column.default_now && !link_at(state, column.offset).assigned()) {
                if (!now) {
                    const auto instant = DateTime::now();
                    now = column.type.kind == TypeKind::date ? Value(instant.date()) : Value(instant);
                }
                column.access->set(field_of(state, column), *now);
            }
        }
    }
}

/// A new object whose key the program gave must not stand beside another that has it.
void check_given_keys(SessionCore::Impl& session, const std::vector<Batch>& batches) {
    for (const auto& batch : batches) {
        if (batch.kind != Batch::Kind::insert || batch.generate_key) {
            continue;
        }
        auto& objects = session.identity.of(*batch.mapper);
        for (const auto* state : batch.rows) {
            if (objects.find(state) != nullptr) {
                throw FlushError(fmt::format("a new {} has the primary key of another {} of this session",
                                             batch.mapper->class_name(), batch.mapper->class_name()),
                                 "change the object that is there, or delete it and flush before adding the new one");
            }
        }
    }
}

/// An object whose foreign key was assigned as a number, not through the relationship: that has to be read anew.
void follow_keys(SessionCore::Impl& session, InstanceState* state) {
    for (const auto& relationship : state->mapper->relationships()) {
        auto& one = one_of(state, relationship);
        if (relationship.descriptor->many || relationship.key_on_target || !one.loaded) {
            continue;
        }
        const auto* change = state->changes->find(relationship);
        const bool key_changed = std::ranges::any_of(relationship.key_columns, [&](std::size_t position) {
            const auto* column = state->changes->find(position);
            return column != nullptr && value_of(state, state->mapper->columns()[position]) != column->in_database();
        });
        if (!key_changed || (change != nullptr && change->dirty)) {
            continue;
        }
        const auto* inverse = relationship.inverse;
        save_relation(state, relationship);
        if (inverse != nullptr && inverse->descriptor->many && one.target != nullptr) {
            take_from_list(one.target, *inverse, state);
        }
        one.target = nullptr;
        one.loaded = false;
        auto* found = session.find_referred(state, relationship);
        if (found != nullptr && inverse != nullptr && inverse->descriptor->many && many_of(found, *inverse).loaded) {
            put_into_list(found, *inverse, state);
        }
        state->changes->find(relationship)->dirty = false;
    }
}

/// What was written is what the next changes are compared with.
void settle_written(InstanceState* state) {
    clear_assigned(state);
    if (!state->changes) {
        return;
    }
    for (auto& change : state->changes->columns) {
        change.flushed = value_of(state, state->mapper->columns()[change.column]);
        change.has_flushed = true;
    }
    for (auto& change : state->changes->relations) {
        change.flushed = snapshot(state, *change.relationship);
        change.dirty = false;
    }
}

/// Nobody in memory refers to a deleted object through a relationship that it knows of.
void leave_inverses(InstanceState* state) {
    for (const auto& relationship : state->mapper->relationships()) {
        const auto* inverse = relationship.inverse;
        if (inverse == nullptr || relationship.descriptor->many) {
            continue;
        }
        auto* target = known_target(state, relationship);
        if (target == nullptr || target->status == ObjectStatus::deleted) {
            continue;
        }
        if (inverse->descriptor->many) {
            take_from_list(target, *inverse, state);
        } else if (one_of(target, *inverse).target == state) {
            save_relation(target, *inverse);
            one_of(target, *inverse).target = nullptr;
        }
    }
}

class Flushing {
public:
    explicit Flushing(bool& flag) : flag_(flag) { flag_ = true; }
    ~Flushing() { flag_ = false; }
    Flushing(const Flushing&) = delete;
    Flushing& operator=(const Flushing&) = delete;

private:
    bool& flag_;
};

}  // namespace

void SessionCore::flush() {
    const ThreadUse use(this);
    impl_->check_usable();
    impl_->flush(false);
}

void SessionCore::Impl::flush(bool and_commit) {
    if (pending.empty() && modified.empty() && to_delete.empty()) {
        return;
    }
    const Flushing running(flushing);
    try {
        KeySync keys;
        const auto set = collect(*this, keys);
        fill_current_time(set.inserts);
        const auto batches = plan(set, keys);
        check_values(batches, keys);
        check_given_keys(*this, batches);
        for (auto* state : set.updates) {
            if (state->changes) {
                follow_keys(*this, state);
            }
        }
        Persistence(*this, keys).run(batches, and_commit);

        for (auto* state : set.updates) {
            settle_written(state);
        }
        for (auto* state : set.deletes) {
            erase_identity(state);
            (void)record_of(state);
            leave_inverses(state);
            state->to_delete = false;
            state->status = ObjectStatus::deleted;
            deleted.push_back(state);
        }
        // Objects that were changed on the way (the other sides of relationships) have nothing to write themselves.
        for (auto* state : modified) {
            state->modified = false;
            if (state->status == ObjectStatus::persistent) {
                settle_written(state);
            }
        }
        pending.clear();
        modified.clear();
        to_delete.clear();
    } catch (const std::exception& error) {
        const auto* ours = dynamic_cast<const Error*>(&error);
        failure = ours != nullptr ? ours->message() : error.what();
        rollback_connection();
        throw;
    }
}

}  // namespace athanor::detail
