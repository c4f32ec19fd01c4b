#pragma once

#include <cstddef>
#include <vector>

#include <athanor/orm/instance_state.hpp>

namespace athanor::detail {

/// Destroys the object and frees its block. Nothing may point to it any more.
void free_block(InstanceState* state) noexcept;

/// Puts two objects into one family. A family that lies in a session swallows the other.
/// @throws InvalidRequestError if that would join the objects of two open sessions.
void join(InstanceState* left, InstanceState* right);

/// Puts the whole family of an object into that of a session.
/// @throws InvalidRequestError as join.
void join_family(InstanceState* state, Family* session_family);

/// Frees the family if neither a Ref nor a session holds it.
void free_if_unheld(Family* family) noexcept;

/// Takes a single object, whose edges were cut before, out of its family. It is freed if no Ref holds it.
void move_out(InstanceState* state);

/// Marks everything that `roots` reach, through edges and change records; `roots` are marked already.
void mark_reachable(std::vector<InstanceState*>& roots);

/// Frees the objects of the family that are not marked, and clears the marks. Returns how many were freed.
std::size_t free_unmarked(Family* family);

/// Divides a family without a session into the groups that are really connected, and frees those that no Ref holds.
void split(Family* family);

}  // namespace athanor::detail
