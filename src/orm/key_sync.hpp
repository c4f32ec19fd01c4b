#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include <athanor/orm/mapper.hpp>
#include <athanor/orm/relationship_core.hpp>

namespace athanor::detail {

/// Foreign key columns of an object and the object whose key they take (null: they become NULL).
struct KeySource {
    std::span<const std::size_t> key_columns;
    std::span<const std::size_t> referred_columns;
    InstanceState* parent = nullptr;
};

/// Where the foreign keys of one flush come from.
class KeySync {
public:
    /// Takes over what relationships without an inverse demand of the objects on their other side.
    void add(InstanceState* child, const KeySource& source) { extra_[child].push_back(source); }

    /// Calls `visit(const KeySource&)` for each relationship that decides about foreign keys of this object in this
    /// flush: all that point somewhere for a new object, those that changed for a persistent one.
    template <class Visit>
    void for_each_source(InstanceState* child, const Visit& visit) const;

    /// Writes the keys that are known into the object. Those of parents without a key yet are left for later.
    void write_known(InstanceState* child);

    /// True if a parent of this object gets its key in this flush and has none yet.
    [[nodiscard]] bool waits(InstanceState* child) const;
    [[nodiscard]] bool waits_for(InstanceState* child, std::size_t column) const;

    /// True if this column must be written as NULL although its C++ type has no way to say so.
    [[nodiscard]] bool is_null(const InstanceState* state, std::size_t column) const {
        return !nulls_.empty() && nulls_.contains({state, column});
    }
    void set_null(const InstanceState* state, std::size_t column) { nulls_.emplace(state, column); }

    /// True while the parent is new and its row, with the key the server makes, not written.
    [[nodiscard]] static bool lacks_key(const InstanceState* parent, std::span<const std::size_t> columns);

private:
    void write(InstanceState* child, const KeySource& source);

    std::unordered_map<const InstanceState*, std::vector<KeySource>> extra_;
    std::set<std::pair<const InstanceState*, std::size_t>> nulls_;
};

/// The One of `relationship` as a source of keys, if it decides about them now.
[[nodiscard]] bool decides_key(InstanceState* child, const Relationship& relationship);

template <class Visit>
void KeySync::for_each_source(InstanceState* child, const Visit& visit) const {
    for (const auto& relationship : child->mapper->relationships()) {
        if (!relationship.descriptor->many && !relationship.key_on_target && decides_key(child, relationship)) {
            const auto& one = *reinterpret_cast<const OneCore*>(static_cast<const std::byte*>(child->object()) +
                                                                relationship.descriptor->offset);
            visit(KeySource{relationship.key_columns, relationship.referred_columns, one.target});
        }
    }
    if (!extra_.empty()) {
        const auto found = extra_.find(child);
        if (found != extra_.end()) {
            for (const auto& source : found->second) {
                visit(source);
            }
        }
    }
}

}  // namespace athanor::detail
