#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

namespace {

/// A new object that will not be written: what refers to it in memory would otherwise lose its reference at the flush.
void leave_relationships(InstanceState* state) {
    for (const auto& relationship : state->mapper->relationships()) {
        if (relationship.inverse == nullptr) {
            continue;
        }
        if (!relationship.descriptor->many) {
            set_one(state, relationship, nullptr);
        } else if (const auto items = many_of(state, relationship).items) {
            for (auto* item : *items) {
                set_one(item, *relationship.inverse, nullptr);
            }
        }
    }
}

}  // namespace

void SessionCore::delete_(InstanceState* state) {
    const ThreadUse use(this);
    impl_->check_usable();
    if (state->session == nullptr && state->status == ObjectStatus::detached) {
        add(state);
    }
    if (state->session != this || state->status == ObjectStatus::transient) {
        throw InvalidRequestError(
            fmt::format("this {} is not in this session, so it cannot be deleted", state->mapper->class_name()),
            "load it with this session first");
    }
    if (state->status != ObjectStatus::deleted) {
        impl_->mark_deleted(state);
    }
}

void SessionCore::Impl::mark_deleted(InstanceState* state) {
    std::vector<InstanceState*> todo{state};
    while (!todo.empty()) {
        auto* next = todo.back();
        todo.pop_back();
        if (next->session != &session || next->to_delete || next->status == ObjectStatus::deleted) {
            continue;
        }
        const bool has_row = next->status == ObjectStatus::persistent;
        if (has_row) {
            next->to_delete = true;
            to_delete.push_back(next);
        } else {
            forget_pending(next);
        }
        for (const auto& relationship : next->mapper->relationships()) {
            if (!relationship.descriptor->cascade.delete_) {
                continue;
            }
            if (has_row) {
                load_relationship(next, relationship);
            }
            if (relationship.descriptor->many) {
                if (const auto items = many_of(next, relationship).items) {
                    todo.insert(todo.end(), items->rbegin(), items->rend());
                }
            } else if (auto* target = one_of(next, relationship).target) {
                todo.push_back(target);
            }
        }
        if (!has_row) {
            leave_relationships(next);
        }
    }
}

}  // namespace athanor::detail
