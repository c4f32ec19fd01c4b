#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <athanor/orm/descriptor.hpp>

#pragma GCC visibility push(default)

namespace athanor {

class Mapper;

namespace detail {

class SessionCore;
struct [[gnu::visibility("hidden")]] Family;
struct [[gnu::visibility("hidden")]] ChangeRecord;

/// Where an object stands, with SQLAlchemy's words. transient: no session, no row. pending: added, not flushed.
/// persistent: has a row, in a session. deleted: removed by a flush that is not committed. detached: has a row, no
/// session.
enum class ObjectStatus : std::uint8_t { transient, pending, persistent, deleted, detached };

/// The header of every object's block: the object follows directly behind it, in the same allocation. `holders` counts
/// the Refs outside; edges between objects are not counted. One thread at a time, except the counts.
struct alignas(16) InstanceState {
    std::atomic<std::uint32_t> holders{0};
    ObjectStatus status = ObjectStatus::transient;
    bool modified = false;   ///< in its session's list of changed objects
    bool marked = false;     ///< scratch bit of traversals
    bool to_delete = false;  ///< session.delete_ was called, flush pending
    const Mapper* mapper = nullptr;
    Family* family = nullptr;
    SessionCore* session = nullptr;
    std::unique_ptr<ChangeRecord> changes;  ///< what to restore on rollback; null for unchanged objects

    InstanceState();
    ~InstanceState();
    InstanceState(const InstanceState&) = delete;
    InstanceState& operator=(const InstanceState&) = delete;

    [[nodiscard]] void* object() noexcept { return reinterpret_cast<std::byte*>(this) + sizeof(InstanceState); }
    [[nodiscard]] const void* object() const noexcept {
        return reinterpret_cast<const std::byte*>(this) + sizeof(InstanceState);
    }
};

inline InstanceState* state_of(FieldLink& link) noexcept {
    return link.distance() == 0
               ? nullptr
               : reinterpret_cast<InstanceState*>(reinterpret_cast<std::byte*>(&link) - link.distance());
}

/// A connected group of objects that lives and dies together: freed when no Ref and no session holds any of them.
struct Family {
    std::atomic<std::uint32_t> held_objects{0};  ///< objects with at least one holder
    bool session_owned = false;
    std::vector<InstanceState*> objects;
};

void add_holder(InstanceState* state) noexcept;
void drop_holder(InstanceState* state) noexcept;
/// Objects alive in the process; tests prove with it that nothing leaks.
[[nodiscard]] std::size_t live_objects() noexcept;

/// Called by a mapped member of a block right before its first change since the last flush: keeps the old value and
/// tells the session. @throws ThreadError (debug builds), InvalidRequestError for an object being deleted.
void before_change(FieldLink& link);
/// Called when a member was assigned the value it has: for an object without a row the value counts as given from now
/// on, for a persistent one nothing changed.
void mark_assigned(FieldLink& link) noexcept;

/// Allocates a block for a model and move-constructs the object into it from `from` (null: default-constructs), links
/// its members to the block, and turns the relationships that were set on the stack into edges. One holder is counted.
[[nodiscard]] InstanceState* make_instance(const Mapper& mapper, void* from);

}  // namespace detail
}  // namespace athanor

#pragma GCC visibility pop
