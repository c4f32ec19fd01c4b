#pragma once

#include <vector>

#include "orm/session_impl.hpp"

namespace athanor::detail {

/// Puts what the database holds for a collection, or for a single target whose key stands on the other side, into the
/// member: together with what was added in memory, without what was pointed elsewhere.
void fill_from_database(InstanceState* owner, const Relationship& relationship,
                        const std::vector<InstanceState*>& found);

/// The columns of `relationship`'s key in the order of the columns they refer to, if those are the target's primary
/// key.
[[nodiscard]] bool refers_to_primary_key(const Relationship& relationship);

/// The values of some columns of an object. False if one is NULL.
[[nodiscard]] bool read_values(const InstanceState* state, const Mapper& mapper, std::span<const std::size_t> columns,
                               std::vector<Value>& values);

}  // namespace athanor::detail
