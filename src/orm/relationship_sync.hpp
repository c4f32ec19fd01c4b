#pragma once

#include <athanor/orm/mapper.hpp>
#include <athanor/orm/relationship_core.hpp>

namespace athanor::detail {

/// Points a One of an object to `target` (null: to nothing) and brings the other side into step. Nothing is loaded; the
/// save-update cascade is the caller's. Returns false if it pointed there already.
bool set_one(InstanceState* owner, const Relationship& relationship, InstanceState* target);

/// Puts `item` into, or takes it out of, a list in memory and nothing else: no inverse, no loading, no cascade.
void put_into_list(InstanceState* owner, const Relationship& relationship, InstanceState* item);
bool take_from_list(InstanceState* owner, const Relationship& relationship, InstanceState* item);

/// Where a One that is not loaded points, as far as it is known without asking the database; null if it is not.
[[nodiscard]] InstanceState* known_target(InstanceState* owner, const Relationship& relationship);

/// A new object that lost its parent in a relationship with delete-orphan leaves the session: it will not be written.
/// `relationship` is the parent's.
void release_pending_orphan(InstanceState* child, const Relationship& relationship);

}  // namespace athanor::detail
