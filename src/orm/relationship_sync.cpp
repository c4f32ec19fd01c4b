#include "orm/relationship_sync.hpp"

#include <algorithm>
#include <memory>

#include "orm/change_record.hpp"
#include "orm/family.hpp"
#include "orm/member_access.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

namespace {

/// The list for change: a new one if a loop, a snapshot or nobody has the present one.
InstanceList& writable(ManyCore& many) {
    if (!many.items) {
        many.items = std::make_shared<InstanceList>();
    } else if (many.items.use_count() != 1) {
        auto copy = std::make_shared<InstanceList>();
        copy->reserve(many.items->size() + 1);
        copy->assign(many.items->begin(), many.items->end());
        many.items = std::move(copy);
    }
    return const_cast<InstanceList&>(
        *many.items);  // made as a non-const list, here or by a loader, and shared by nobody
}

void point(InstanceState* owner, const Relationship& relationship, InstanceState* target) {
    save_relation(owner, relationship);
    auto& one = one_of(owner, relationship);
    one.target = target;
    one.loaded = true;
}

/// `old` loses `owner` on its side of the relationship.
void leave_inverse(InstanceState* old, const Relationship& inverse, InstanceState* owner) {
    if (inverse.descriptor->many) {
        take_from_list(old, inverse, owner);
    } else if (one_of(old, inverse).target == owner) {
        point(old, inverse, nullptr);
    }
}

/// `target` gains `owner` on its side; a One there lets go of the object it had.
void enter_inverse(InstanceState* target, const Relationship& inverse, InstanceState* owner,
                   const Relationship& relationship) {
    if (inverse.descriptor->many) {
        put_into_list(target, inverse, owner);
        return;
    }
    auto* previous = one_of(target, inverse).target;
    if (previous != nullptr && previous != owner) {
        point(previous, relationship, nullptr);
        release_pending_orphan(previous, inverse);
    }
    point(target, inverse, owner);
}

}  // namespace

void put_into_list(InstanceState* owner, const Relationship& relationship, InstanceState* item) {
    save_relation(owner, relationship);
    writable(many_of(owner, relationship)).push_back(item);
}

bool take_from_list(InstanceState* owner, const Relationship& relationship, InstanceState* item) {
    auto& many = many_of(owner, relationship);
    if (!many.items || std::ranges::find(*many.items, item) == many.items->end()) {
        return false;
    }
    save_relation(owner, relationship);
    auto& list = writable(many);
    list.erase(std::ranges::find(list, item));
    return true;
}

InstanceState* known_target(InstanceState* owner, const Relationship& relationship) {
    const auto& one = one_of(owner, relationship);
    if (one.loaded || one.target != nullptr || owner->session == nullptr || owner->status != ObjectStatus::persistent ||
        relationship.key_on_target) {
        return one.target;
    }
    return owner->session->impl().find_referred(owner, relationship);
}

bool set_one(InstanceState* owner, const Relationship& relationship, InstanceState* target) {
    auto& one = one_of(owner, relationship);
    auto* old = known_target(owner, relationship);
    if (old == target && (one.loaded || target != nullptr)) {
        one.target = target;
        one.loaded = true;
        return false;
    }
    if (target != nullptr) {
        join(owner, target);
    }
    const auto* inverse = relationship.inverse;
    if (old != nullptr && inverse != nullptr) {
        leave_inverse(old, *inverse, owner);
    }
    point(owner, relationship, target);
    if (target != nullptr && inverse != nullptr) {
        enter_inverse(target, *inverse, owner, relationship);
    }
    if (inverse == nullptr) {
        return true;
    }
    if (target == nullptr) {
        release_pending_orphan(owner, *inverse);
    }
    if (relationship.key_on_target && old != nullptr) {
        release_pending_orphan(old, relationship);
    }
    return true;
}

void release_pending_orphan(InstanceState* child, const Relationship& relationship) {
    if (relationship.descriptor->cascade.delete_orphan && child->status == ObjectStatus::pending) {
        child->session->impl().forget_pending(child);
    }
}

}  // namespace athanor::detail
