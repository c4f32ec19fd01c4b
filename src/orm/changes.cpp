#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <athanor/orm/changes.hpp>
#include <athanor/orm/session.hpp>

#include "orm/change_record.hpp"
#include "orm/key_sync.hpp"
#include "orm/member_access.hpp"
#include "orm/session_impl.hpp"

namespace athanor {

namespace detail {
namespace {

Value shown(const ColumnDescriptor& column, Value value) {
    if (column.type.secret && !value.is_null())
        value = Value("***");
    return value;
}

/// The value that a flush would write: a foreign key follows its relationship.
Value next_value(InstanceState* state, std::size_t column) {
    for (const auto& relationship : state->mapper->relationships()) {
        if (relationship.descriptor->many || relationship.key_on_target || !decides_key(state, relationship)) {
            continue;
        }
        const auto found = std::ranges::find(relationship.key_columns, column);
        if (found == relationship.key_columns.end()) {
            continue;
        }
        const auto* target = one_of(state, relationship).target;
        if (target == nullptr || KeySync::lacks_key(target, relationship.referred_columns)) {
            return {};
        }
        const auto referred =
            relationship.referred_columns[static_cast<std::size_t>(found - relationship.key_columns.begin())];
        return value_of(target, target->mapper->columns()[referred]);
    }
    return value_of(state, state->mapper->columns()[column]);
}

Value committed_value(InstanceState* state, std::size_t column) {
    const auto* change = state->changes ? state->changes->find(column) : nullptr;
    return change != nullptr ? change->committed : value_of(state, state->mapper->columns()[column]);
}

ChangedRow row_of(const InstanceState* state) {
    return {std::string(state->mapper->class_name()), std::string(state->mapper->table().name()), {}, {}};
}

/// Whether the INSERT of this object writes the column, as far as it is known now.
bool is_inserted(InstanceState* state, std::size_t position) {
    const auto& column = state->mapper->columns()[position];
    const bool written = state->status != ObjectStatus::pending;
    if (link_at(state, column.offset).assigned() || (written && state->changes->assigned[position])) {
        return true;
    }
    if (state->mapper->table().autoincrement() == position || column.default_now) {
        return written;
    }
    return column.server_default == nullptr;
}

ChangedRow describe_new(InstanceState* state) {
    auto row = row_of(state);
    const auto& columns = state->mapper->columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool inserted = is_inserted(state, i);
        const auto value = inserted ? next_value(state, i) : Value();
        if (columns[i].primary_key) {
            row.key.push_back(shown(columns[i], value));
        }
        if (inserted && !value.is_null()) {
            row.columns.push_back({std::string(columns[i].name), Value(), shown(columns[i], value)});
        }
    }
    return row;
}

void add_key(ChangedRow& row, InstanceState* state) {
    for (const auto position : state->mapper->resolved().key) {
        row.key.push_back(shown(state->mapper->columns()[position], committed_value(state, position)));
    }
}

ChangedRow describe_dirty(InstanceState* state) {
    auto row = row_of(state);
    add_key(row, state);
    const auto& columns = state->mapper->columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto before = committed_value(state, i);
        const auto after = next_value(state, i);
        if (before != after) {
            row.columns.push_back({std::string(columns[i].name), shown(columns[i], before), shown(columns[i], after)});
        }
    }
    return row;
}

ChangedRow describe_deleted(InstanceState* state) {
    auto row = row_of(state);
    add_key(row, state);
    const auto& columns = state->mapper->columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (const auto before = committed_value(state, i); !before.is_null()) {
            row.columns.push_back({std::string(columns[i].name), shown(columns[i], before), Value()});
        }
    }
    return row;
}

Changes changes_of(SessionCore& core) {
    const ThreadUse use(&core);
    const auto& impl = core.impl();
    Changes changes;
    const auto was_there = [](const InstanceState* state) { return !state->changes || !state->changes->inserted; };
    for (auto* state : impl.changed) {
        if (state->status != ObjectStatus::persistent || state->to_delete) {
            continue;
        }
        if (!was_there(state)) {
            changes.new_.push_back(describe_new(state));
        } else if (auto row = describe_dirty(state); !row.columns.empty()) {
            changes.dirty.push_back(std::move(row));
        }
    }
    for (auto* state : impl.pending) {
        if (state->status == ObjectStatus::pending) {
            changes.new_.push_back(describe_new(state));
        }
    }
    for (const auto* list : {&impl.deleted, &impl.to_delete}) {
        for (auto* state : *list) {
            if (was_there(state)) {
                changes.deleted.push_back(describe_deleted(state));
            }
        }
    }
    return changes;
}

}  // namespace
}  // namespace detail

Changes Session::changes() const { return detail::changes_of(*core_); }

namespace {

void append(std::string& text, std::string_view verb, const ChangedRow& row) {
    text += fmt::format("{} {}", verb, row.table);
    for (const auto& value : row.key) {
        text += fmt::format(" {}", value.is_null() ? "(new)" : value.to_string());
    }
    std::string_view separator = ": ";
    for (const auto& column : row.columns) {
        text += fmt::format("{}{} ", separator, column.name);
        if (verb == "update") {
            text += fmt::format("{} -> {}", column.old_value.to_string(), column.new_value.to_string());
        } else {
            text += (verb == "insert" ? column.new_value : column.old_value).to_string();
        }
        separator = ", ";
    }
    text += '\n';
}

}  // namespace

std::string to_string(const Changes& changes) {
    std::string text;
    for (const auto& row : changes.new_) {
        append(text, "insert", row);
    }
    for (const auto& row : changes.dirty) {
        append(text, "update", row);
    }
    for (const auto& row : changes.deleted) {
        append(text, "delete", row);
    }
    return text;
}

}  // namespace athanor
