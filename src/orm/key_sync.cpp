#include "orm/key_sync.hpp"

#include <algorithm>

#include "orm/change_record.hpp"
#include "orm/member_access.hpp"

namespace athanor::detail {

bool decides_key(InstanceState* child, const Relationship& relationship) {
    const auto& one = one_of(child, relationship);
    if (child->status == ObjectStatus::pending) {
        return one.target != nullptr;
    }
    if (!child->changes) {
        return false;
    }
    const auto* change = child->changes->find(relationship);
    return change != nullptr && change->dirty && one.loaded;
}

bool KeySync::lacks_key(const InstanceState* parent, std::span<const std::size_t> columns) {
    if (parent->status != ObjectStatus::pending) {
        return false;
    }
    const auto numbered = parent->mapper->table().autoincrement();
    return numbered && std::ranges::find(columns, *numbered) != columns.end() &&
           !link_at(const_cast<InstanceState*>(parent), parent->mapper->columns()[*numbered].offset).assigned();
}

bool KeySync::waits(InstanceState* child) const {
    bool result = false;
    for_each_source(child, [&](const KeySource& source) {
        result = result || (source.parent != nullptr && lacks_key(source.parent, source.referred_columns));
    });
    return result;
}

bool KeySync::waits_for(InstanceState* child, std::size_t column) const {
    bool result = false;
    for_each_source(child, [&](const KeySource& source) {
        result = result || (source.parent != nullptr &&
                            std::ranges::find(source.key_columns, column) != source.key_columns.end() &&
                            lacks_key(source.parent, source.referred_columns));
    });
    return result;
}

void KeySync::write_known(InstanceState* child) {
    for_each_source(child, [&](const KeySource& source) {
        if (source.parent == nullptr || !lacks_key(source.parent, source.referred_columns)) {
            write(child, source);
        }
    });
}

void KeySync::write(InstanceState* child, const KeySource& source) {
    // A parent outside every session has no row: its key refers to nothing.
    const bool known = source.parent != nullptr && source.parent->status != ObjectStatus::transient;
    for (std::size_t i = 0; i < source.key_columns.size(); ++i) {
        const auto position = source.key_columns[i];
        const auto& column = child->mapper->columns()[position];
        const auto value =
            known ? value_of(source.parent, source.parent->mapper->columns()[source.referred_columns[i]]) : Value();
        if (value.is_null() && !column.access->nullable) {
            set_null(child, position);
        } else {
            nulls_.erase({child, position});
        }
        if (value_of(child, column) == value) {
            continue;
        }
        if (child->status == ObjectStatus::persistent) {
            (void)save_column(child, position);
        }
        column.access->set(field_of(child, column), value);
    }
}

}  // namespace athanor::detail
