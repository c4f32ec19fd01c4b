#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/orm/instance_state.hpp>

#include "orm/change_record.hpp"
#include "orm/family.hpp"
#include "orm/member_access.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

InstanceState::InstanceState() = default;
InstanceState::~InstanceState() = default;

void add_holder(InstanceState* state) noexcept {
    if (state->holders.fetch_add(1, std::memory_order_relaxed) == 0) {
        state->family->held_objects.fetch_add(1, std::memory_order_relaxed);
    }
}

void drop_holder(InstanceState* state) noexcept {
    // Read before the count falls: with the last holder gone, another thread may free object and family.
    auto* family = state->family;
    if (state->holders.fetch_sub(1, std::memory_order_acq_rel) == 1 &&
        family->held_objects.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        free_if_unheld(family);
    }
}

void before_change(FieldLink& link) {
    auto* state = state_of(link);
    if (state == nullptr || state->status == ObjectStatus::transient) {
        return;
    }
    const ThreadUse use(state->session);
    if (state->to_delete || state->status == ObjectStatus::deleted) {
        throw InvalidRequestError(
            fmt::format("this {} is being deleted: it cannot be changed any more", state->mapper->class_name()),
            "roll back to keep the object, or add() it to the session again before the flush");
    }
    if (state->status == ObjectStatus::pending) {
        return;
    }
    const auto offset = static_cast<std::uint32_t>(static_cast<std::size_t>(link.distance()) - sizeof(InstanceState));
    if (const auto column = state->mapper->column_at(offset)) {
        (void)save_column(state, *column);
        mark_modified(state);
    }
}

void mark_assigned(FieldLink& link) noexcept {
    const auto* state = state_of(link);
    if (state == nullptr || state->status == ObjectStatus::transient || state->status == ObjectStatus::pending) {
        link.set_assigned(true);
    }
}

}  // namespace athanor::detail
