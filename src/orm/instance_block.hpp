#pragma once

#include <athanor/orm/instance_state.hpp>

namespace athanor::detail {

/// A block with a default-constructed object in `family`, without a holder: what loading a row starts from.
[[nodiscard]] InstanceState* make_unheld_instance(const Mapper& mapper, Family* family);

/// Makes the object's columns unassigned: what they hold is what the database holds.
void clear_assigned(InstanceState* state) noexcept;

}  // namespace athanor::detail
