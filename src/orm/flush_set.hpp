#pragma once

#include "orm/session_impl.hpp"
#include "orm/unit_of_work.hpp"

namespace athanor::detail {

/// What a flush has to write, after orphans and the children of deleted objects are settled (which may load
/// collections). Known foreign keys are written into the objects; `keys` keeps what is to come.
/// @throws InvalidRequestError for a changed primary key.
[[nodiscard]] FlushSet collect(SessionCore::Impl& session, KeySync& keys);

}  // namespace athanor::detail
