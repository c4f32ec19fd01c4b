#pragma once

#include <cstddef>

#include <athanor/orm/mapper.hpp>
#include <athanor/orm/relationship_core.hpp>

#include "orm/mapper_resolved.hpp"

namespace athanor::detail {

inline std::byte* member_at(InstanceState* state, std::uint32_t offset) noexcept {
    return static_cast<std::byte*>(state->object()) + offset;
}

inline FieldLink& link_at(InstanceState* state, std::uint32_t offset) noexcept {
    return *reinterpret_cast<FieldLink*>(member_at(state, offset));
}

inline OneCore& one_at(InstanceState* state, std::uint32_t offset) noexcept {
    return *reinterpret_cast<OneCore*>(member_at(state, offset));
}

inline ManyCore& many_at(InstanceState* state, std::uint32_t offset) noexcept {
    return *reinterpret_cast<ManyCore*>(member_at(state, offset));
}

inline OneCore& one_of(InstanceState* state, const Relationship& relationship) noexcept {
    return one_at(state, relationship.descriptor->offset);
}

inline ManyCore& many_of(InstanceState* state, const Relationship& relationship) noexcept {
    return many_at(state, relationship.descriptor->offset);
}

inline void* field_of(InstanceState* state, const ColumnDescriptor& column) noexcept {
    return member_at(state, column.value_offset);
}

inline const void* field_of(const InstanceState* state, const ColumnDescriptor& column) noexcept {
    return static_cast<const std::byte*>(state->object()) + column.value_offset;
}

[[nodiscard]] inline Value value_of(const InstanceState* state, const ColumnDescriptor& column) {
    Value value;
    column.access->get(field_of(state, column), value);
    return value;
}

/// Calls `visit(InstanceState*)` for everything the object points to now; what it pointed to when the transaction began
/// is not among it.
template <class Visit>
void for_each_edge(InstanceState* state, const Visit& visit) {
    for (const auto& edge : state->mapper->resolved().edges) {
        if (!edge.many) {
            if (auto* target = one_at(state, edge.offset).target) {
                visit(target);
            }
        } else if (const auto& items = many_at(state, edge.offset).items) {
            for (auto* item : *items) {
                visit(item);
            }
        }
    }
}

}  // namespace athanor::detail
