#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "orm/change_record.hpp"
#include "orm/instance_block.hpp"
#include "orm/member_access.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

namespace {

/// What the server or the flush had put into columns that the program left alone; a new attempt makes it again.
void restore_new(InstanceState* state) {
    const auto& columns = state->mapper->columns();
    const auto& assigned = state->changes->assigned;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& link = link_at(state, columns[i].offset);
        const bool given = assigned[i] || link.assigned() || state->changes->find(i) != nullptr;
        link.set_assigned(given);
        if (!given) {
            columns[i].access->set(field_of(state, columns[i]), Value());
        }
    }
}

void restore_persistent(InstanceState* state) {
    clear_assigned(state);
    for (const auto& change : state->changes->columns) {
        const auto& column = state->mapper->columns()[change.column];
        column.access->set(field_of(state, column), change.committed);
    }
    for (const auto& change : state->changes->relations) {
        restore(state, *change.relationship, change.committed);
    }
}

/// A new object keeps what it refers to, but not those that have returned to another.
void drop_returned(InstanceState* state) {
    for (const auto& relationship : state->mapper->relationships()) {
        if (relationship.inverse == nullptr) {
            continue;
        }
        const auto elsewhere = [&](InstanceState* item) { return one_of(item, *relationship.inverse).target != state; };
        if (relationship.descriptor->many) {
            auto& many = many_of(state, relationship);
            many.loaded = false;
            if (many.items && std::ranges::any_of(*many.items, elsewhere)) {
                auto rest = std::make_shared<InstanceList>(*many.items);
                std::erase_if(*rest, elsewhere);
                many.items = std::move(rest);
            }
        } else if (!relationship.inverse->descriptor->many) {
            auto& one = one_of(state, relationship);
            if (one.target != nullptr && elsewhere(one.target)) {
                one.target = nullptr;
            }
        }
    }
}

}  // namespace

void SessionCore::commit() {
    const ThreadUse use(this);
    auto& impl = *impl_;
    impl.check_usable();
    impl.flush(true);
    if (impl.connection && impl.connection->in_transaction()) {
        try {
            impl.connection->commit();
        } catch (const std::exception& error) {
            const auto* ours = dynamic_cast<const Error*>(&error);
            impl.failure = ours != nullptr ? ours->message() : error.what();
            impl.rollback_connection();
            throw;
        }
    }
    impl.finish_commit();
}

void SessionCore::rollback() {
    const ThreadUse use(this);
    impl_->rollback_connection();
    impl_->restore_objects();
    impl_->failure.clear();
}

void SessionCore::Impl::finish_commit() {
    connection.reset();
    for (auto* state : deleted) {
        state->status = ObjectStatus::transient;
        state->session = nullptr;
    }
    for (auto* state : changed) {
        state->changes = nullptr;
    }
    deleted.clear();
    changed.clear();
}

void SessionCore::Impl::rollback_connection() noexcept {
    if (!connection) {
        return;
    }
    try {
        connection->rollback();
    } catch (const std::exception& error) {
        try {
            log(LogLevel::warning, "athanor.orm", fmt::format("rolling back failed: {}", error.what()));
        } catch (...) {  // nothing is left to say it with
        }
    }
    connection.reset();
}

void SessionCore::Impl::restore_objects() {
    std::vector<InstanceState*> new_ones;
    for (auto* state : std::exchange(changed, {})) {
        const bool was_mapped = state->status == ObjectStatus::persistent;
        if (was_mapped) {
            erase_identity(state);
        }
        state->modified = false;
        if (state->changes->inserted) {
            restore_new(state);
            new_ones.push_back(state);
            continue;
        }
        restore_persistent(state);
        state->changes = nullptr;
        state->status = ObjectStatus::persistent;
        identity.of(*state->mapper).insert(state);
    }
    for (auto* state : pending) {
        // A flush that failed has written some of them: those are among the changed ones.
        if (state->status == ObjectStatus::pending) {
            new_ones.push_back(state);
        }
    }
    for (auto* state : to_delete) {
        state->to_delete = false;
    }
    for (auto* state : modified) {
        state->modified = false;
    }
    for (auto* list : {&pending, &modified, &to_delete, &deleted}) {
        list->clear();
    }
    for (auto* state : new_ones) {
        state->status = ObjectStatus::transient;
        state->session = nullptr;
        state->changes = std::make_unique<ChangeRecord>();
        state->changes->rolled_back = true;
        drop_returned(state);
    }
}

}  // namespace athanor::detail
