#include <mutex>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/orm/mapper.hpp>

#include "orm/mapper_resolved.hpp"

namespace athanor {

namespace {

[[noreturn]] void fail(const Mapper& mapper, std::string_view member, std::string what, std::string hint) {
    throw ArgumentError(fmt::format("{}.{}: {}", mapper.class_name(), member, what), std::move(hint));
}

std::string only_key_column(const Mapper& mapper, const detail::ColumnDescriptor& column, const Mapper& target) {
    const auto& key = target.resolved().key;
    if (key.size() != 1) {
        fail(mapper, column.name,
             fmt::format("the foreign key refers to {}, whose primary key has {} columns", target.class_name(),
                         key.size()),
             "name the column it refers to, or write a key over several columns in table_args");
    }
    return std::string(target.columns()[key[0]].name);
}

std::string named_column(const Mapper& mapper, const detail::ColumnDescriptor& column, const Mapper& target) {
    if (column.references_column.empty()) {
        return only_key_column(mapper, column, target);
    }
    std::string name(column.references_column);
    if (!target.table().find(name)) {
        std::vector<std::string_view> names;
        for (const auto& other : target.columns()) {
            names.push_back(other.name);
        }
        const auto near = nearest(name, names);
        fail(mapper, column.name,
             fmt::format("the foreign key refers to {}.{}, which is no column", target.table().name(), name),
             near ? fmt::format("did you mean '{}.{}'?", target.table().name(), *near)
                  : fmt::format("give {} a member of that name, or correct the key", target.class_name()));
    }
    return name;
}

ForeignKey key_by_type(const Mapper& mapper, const detail::ColumnDescriptor& column) {
    const auto* target = Mapper::find(column.references_type);
    if (target == nullptr) {
        fail(mapper, column.name,
             fmt::format("the foreign key refers to {}, which is not mapped yet", column.references_type),
             "name that model in the Schema<...> as well, and call its create_all or metadata() first");
    }
    std::string name;
    if (column.references_by_member) {
        const auto position = target->column_at(column.references_offset);
        if (!position) {
            fail(mapper, column.name,
                 fmt::format("the foreign key refers to a member of {} that is no column", target->class_name()),
                 fmt::format("refer to a Mapped member of {}, usually its primary key", target->class_name()));
        }
        name = std::string(target->columns()[*position].name);
    } else {
        name = named_column(mapper, column, *target);
    }
    return {.name = "",
            .columns = {std::string(column.name)},
            .target_table = target->table().name(),
            .target_columns = {std::move(name)},
            .on_delete = column.on_delete};
}

ForeignKey key_by_table(const Mapper& mapper, const detail::ColumnDescriptor& column) {
    const auto* target = detail::find_mapper_of_table(column.references_table);
    if (target == nullptr && column.references_column.empty()) {
        fail(mapper, column.name,
             fmt::format("the foreign key refers to the table {}, which no model maps", column.references_table),
             "name the model of that table in the Schema<...> as well, or write \"table.column\"");
    }
    auto name = target == nullptr ? std::string(column.references_column) : named_column(mapper, column, *target);
    return {.name = "",
            .columns = {std::string(column.name)},
            .target_table = std::string(column.references_table),
            .target_columns = {std::move(name)},
            .on_delete = column.on_delete};
}

}  // namespace

void Mapper::complete_keys() const {
    if (resolved_->keys_complete.load(std::memory_order_acquire)) {
        return;
    }
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (resolved_->keys_complete.load(std::memory_order_relaxed)) {
        return;
    }
    // All are found before the first is added: after an error the next attempt starts from the same table.
    std::vector<ForeignKey> keys;
    for (const auto& column : columns_) {
        if (!column.references_type.empty()) {
            keys.push_back(key_by_type(*this, column));
        } else if (!column.references_table.empty()) {
            keys.push_back(key_by_table(*this, column));
        }
    }
    // Only here, not when the mapper is made: table_args asks for columns(), which needs the registered mapper.
    if (descriptor_->table_args != nullptr) {
        descriptor_->table_args(*table_);
    }
    for (auto& key : keys) {
        table_->add_foreign_key(std::move(key));
    }
    table_->complete();
    resolved_->keys_complete.store(true, std::memory_order_release);
}

}  // namespace athanor
