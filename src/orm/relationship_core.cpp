#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/orm/relationship_core.hpp>

#include "orm/family.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"
#include "orm/session_impl.hpp"

namespace athanor::detail {

namespace {

const Relationship& relationship_of(InstanceState* owner, const FieldLink& link) {
    return owner->mapper->relationship_at(
        static_cast<std::uint32_t>(static_cast<std::size_t>(link.distance()) - sizeof(InstanceState)));
}

/// Loads the member unless it is loaded or nothing can be there yet.
void ensure_loaded(InstanceState* owner, const Relationship& relationship, bool loaded) {
    if (loaded || (owner->status != ObjectStatus::persistent && owner->status != ObjectStatus::detached)) {
        return;
    }
    const auto model = owner->mapper->class_name();
    const auto member = relationship.descriptor->name;
    if (owner->session == nullptr) {
        throw DetachedInstanceError(
            fmt::format("{}.{} is not loaded, and this {} is in no session that could load it", model, member, model),
            "load it while the session is open (selectinload, or read it once), or add() the object to a session");
    }
    if (relationship.descriptor->lazy == LoadStrategy::raise) {
        throw InvalidRequestError(
            fmt::format("{}.{} is not loaded, and its strategy 'raise' forbids loading it now", model, member),
            "load it with the query: options(selectinload(...))");
    }
    owner->session->lazy_load(owner, relationship);
}

void check_changeable(const InstanceState* state) {
    if (state->status == ObjectStatus::deleted) {
        throw InvalidRequestError(
            fmt::format("this {} was deleted: it cannot be changed any more", state->mapper->class_name()),
            "roll back to keep the object");
    }
}

/// The save-update cascade of a change made on this side: what joins an object of a session joins the session.
void cascade_add(InstanceState* owner, const Relationship& relationship, InstanceState* item) {
    if (owner->session != nullptr && owner->status != ObjectStatus::deleted && item->session == nullptr &&
        relationship.descriptor->cascade.save_update) {
        owner->session->add(item);
    }
}

const std::shared_ptr<const InstanceList>& no_items() {
    static const auto* const empty = new std::shared_ptr<const InstanceList>(std::make_shared<const InstanceList>());
    return *empty;
}

InstanceState* require_block(FieldLink& link) {
    auto* owner = state_of(link);
    if (owner == nullptr) {
        throw InvalidRequestError("a collection of an object on the stack cannot be changed",
                                  "make<T>() the object or session.add() it first, and change what you get back");
    }
    return owner;
}

bool contains_item(const ManyCore& many, const InstanceState* item) {
    return many.items && std::ranges::find(*many.items, item) != many.items->end();
}

}  // namespace

OneCore::OneCore(const OneCore& other) noexcept : loaded(other.loaded), target(other.target) {
    if (target != nullptr) {
        add_holder(target);
    }
}

OneCore::~OneCore() {
    if (target != nullptr && state_of(link) == nullptr) {
        drop_holder(target);
    }
}

void OneCore::set(InstanceState* new_target) {
    auto* owner = state_of(link);
    if (owner == nullptr) {
        if (new_target != nullptr) {
            add_holder(new_target);
        }
        auto* old = std::exchange(target, new_target);
        loaded = true;
        if (old != nullptr) {
            drop_holder(old);
        }
        return;
    }
    const ThreadUse use(owner->session);
    const auto& relationship = relationship_of(owner, link);
    check_changeable(owner);
    if (relationship.key_on_target && owner->session != nullptr) {
        ensure_loaded(owner, relationship, loaded);  // the row that refers to us now has to let go
    }
    set_one(owner, relationship, new_target);
    if (new_target != nullptr) {
        cascade_add(owner, relationship, new_target);
    }
}

InstanceState* OneCore::get() {
    if (!loaded) {
        if (auto* owner = state_of(link)) {
            const ThreadUse use(owner->session);
            ensure_loaded(owner, relationship_of(owner, link), loaded);
        }
    }
    return target;
}

std::shared_ptr<const InstanceList> ManyCore::list() {
    if (!loaded) {
        if (auto* owner = state_of(link)) {
            const ThreadUse use(owner->session);
            ensure_loaded(owner, relationship_of(owner, link), loaded);
        }
    }
    return items ? items : no_items();
}

void ManyCore::append(InstanceState* item) {
    auto* owner = require_block(link);
    const ThreadUse use(owner->session);
    const auto& relationship = relationship_of(owner, link);
    check_changeable(owner);
    check_changeable(item);
    const auto* inverse = relationship.inverse;
    if (inverse == nullptr) {
        if (!contains_item(*this, item)) {
            join(owner, item);
            put_into_list(owner, relationship, item);
        }
    } else if (!set_one(item, *inverse, owner) && !contains_item(*this, item)) {
        put_into_list(owner, relationship, item);
    }
    cascade_add(owner, relationship, item);
}

void ManyCore::remove(InstanceState* item) {
    auto* owner = require_block(link);
    const ThreadUse use(owner->session);
    const auto& relationship = relationship_of(owner, link);
    check_changeable(owner);
    const auto* inverse = relationship.inverse;
    if (inverse != nullptr && one_of(item, *inverse).loaded) {
        // Known without the list: nothing need be loaded to take one object out.
        if (one_of(item, *inverse).target == owner) {
            set_one(item, *inverse, nullptr);
        }
        take_from_list(owner, relationship, item);
        return;
    }
    ensure_loaded(owner, relationship, loaded);
    if (!contains_item(*this, item)) {
        return;
    }
    if (inverse != nullptr) {
        one_of(item, *inverse).target = owner;
        one_of(item, *inverse).loaded = true;
        set_one(item, *inverse, nullptr);
    } else {
        take_from_list(owner, relationship, item);
        release_pending_orphan(item, relationship);
    }
}

bool ManyCore::contains(InstanceState* item) {
    auto* owner = state_of(link);
    if (owner != nullptr && !loaded) {
        const auto& relationship = relationship_of(owner, link);
        if (relationship.inverse != nullptr && one_of(item, *relationship.inverse).loaded) {
            return one_of(item, *relationship.inverse).target == owner;
        }
    }
    const auto all = list();
    return std::ranges::find(*all, item) != all->end();
}

}  // namespace athanor::detail
