#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <athanor/orm/instance_state.hpp>

#pragma GCC visibility push(default)

namespace athanor::detail {

/// The erased part of a One member, at its start. On the stack (link.distance() == 0) it holds its target like a Ref;
/// in a block it is an edge.
struct OneCore {
    FieldLink link;
    bool loaded = false;
    InstanceState* target = nullptr;

    OneCore() = default;
    /// Copies of a member are on the stack: the copy holds the target.
    OneCore(const OneCore& other) noexcept;
    OneCore& operator=(const OneCore&) = delete;
    ~OneCore();

    /// Sets the target (null: none), on both sides where back_populates says so.
    void set(InstanceState* new_target);
    /// The target, loaded first if needed. @throws DetachedInstanceError, InvalidRequestError (lazy raise).
    [[nodiscard]] InstanceState* get();
};

using InstanceList = std::vector<InstanceState*>;

/// The erased part of a Many member, at its start. The list is shared with iterations that are under way: a change
/// makes a new list, so a loop sees the collection as it was when it began.
struct ManyCore {
    FieldLink link;
    bool loaded = false;
    std::shared_ptr<const InstanceList> items;  ///< null: empty. Not loaded: only what was added since.

    ManyCore() = default;
    ManyCore(const ManyCore&) noexcept {}  ///< a copied object starts with no collection
    ManyCore& operator=(const ManyCore&) = delete;
    ~ManyCore() = default;

    /// The list, loaded first if needed; never null. @throws as OneCore::get.
    [[nodiscard]] std::shared_ptr<const InstanceList> list();
    /// @throws InvalidRequestError on the stack: make<T>() or session.add() first.
    void append(InstanceState* item);
    void remove(InstanceState* item);
    [[nodiscard]] bool contains(InstanceState* item);
};

}  // namespace athanor::detail

#pragma GCC visibility pop
