#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <athanor/core/value.hpp>
#include <athanor/orm/mapper.hpp>
#include <athanor/orm/relationship_core.hpp>

namespace athanor::detail {

/// A column that was changed in this transaction.
struct ColumnChange {
    std::size_t column = 0;
    Value committed;  ///< when the transaction began, or when the object was loaded if that was later
    Value flushed;    ///< what the last flush wrote, if `has_flushed`
    bool has_flushed = false;
    bool written_by_flush = false;  ///< a generated key, a default, a key taken from a relationship: not the user's

    [[nodiscard]] const Value& in_database() const noexcept { return has_flushed ? flushed : committed; }
};

/// What a relationship member holds at one moment.
struct RelationSnapshot {
    bool loaded = false;
    InstanceState* target = nullptr;
    std::shared_ptr<const InstanceList> items;
};

/// A relationship that was changed in this transaction.
struct RelationChange {
    const Relationship* relationship = nullptr;
    RelationSnapshot committed;
    RelationSnapshot flushed;  ///< at the last flush; at first the same
    bool dirty = false;        ///< changed since the last flush
};

/// What a rollback restores and a flush compares with. Kept from an object's first change in a transaction to the
/// transaction's end.
struct ChangeRecord {
    std::vector<ColumnChange> columns;
    std::vector<RelationChange> relations;
    bool inserted = false;     ///< the row was written in this transaction
    bool rolled_back = false;  ///< the object was new when its transaction failed: its inverses do not know it any more
    std::vector<bool> assigned;  ///< with `inserted`: which columns its owner had assigned

    [[nodiscard]] ColumnChange* find(std::size_t column) noexcept;
    [[nodiscard]] RelationChange* find(const Relationship& relationship) noexcept;
};

/// The record of an object, made if needed and told to the session.
ChangeRecord& record_of(InstanceState* state);

/// Puts the object on its session's list of changed objects.
void mark_modified(InstanceState* state);

/// Remembers a column's value before it changes, unless it is remembered already.
ColumnChange& save_column(InstanceState* state, std::size_t column);

/// Remembers a relationship before it changes. Objects without a row need no such memory.
void save_relation(InstanceState* state, const Relationship& relationship);

[[nodiscard]] RelationSnapshot snapshot(InstanceState* state, const Relationship& relationship);
void restore(InstanceState* state, const Relationship& relationship, const RelationSnapshot& snapshot);

/// Removes every edge from `state` to `gone`, remembered ones included. A list that had it counts as not loaded: the
/// row of `gone` is still there.
void cut_edges(InstanceState* state, const InstanceState* gone);
/// Removes every edge of an object and all it remembers.
void forget_edges(InstanceState* state);

/// True if the next flush has something to write for this persistent object.
[[nodiscard]] bool has_net_changes(InstanceState* state);

}  // namespace athanor::detail
