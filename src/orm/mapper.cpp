#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/orm/mapper.hpp>

#include "orm/mapper_resolved.hpp"

namespace athanor {

namespace {

bool has_foreign_key(const detail::ColumnDescriptor& column) noexcept {
    return !column.references_type.empty() || !column.references_table.empty();
}

bool is_integer(const detail::ColumnDescriptor& column) noexcept {
    return column.type.kind == TypeKind::integer || column.type.kind == TypeKind::big_integer;
}

/// The model's own columns; behind a base model the base's key comes first, as a foreign key to the base's table.
std::vector<detail::ColumnDescriptor> columns_of(const detail::ModelDescriptor& model) {
    std::vector<detail::ColumnDescriptor> columns;
    if (model.base != nullptr) {
        const auto& base = *model.base();
        for (auto column : Mapper::of(base).columns()) {
            if (column.primary_key) {
                column.references_type = base.type_key;
                column.references_column = column.name;
                column.references_by_member = false;
                column.on_delete = OnDelete::cascade;
                column.server_default = nullptr;
                columns.push_back(column);
            }
        }
    }
    columns.insert(columns.end(), model.columns.begin(), model.columns.end());
    return columns;
}

Column table_column(const detail::ColumnDescriptor& from, bool autoincrement) {
    Column column;
    column.name = std::string(from.name);
    column.type = from.type;
    column.nullable = from.nullable;
    column.primary_key = from.primary_key;
    column.autoincrement = autoincrement;
    if (from.default_now) {
        column.server_default = CurrentTimestamp{};
    } else if (from.server_default != nullptr) {
        column.server_default = from.server_default();
    }
    return column;
}

void check(const detail::ModelDescriptor& model, const std::vector<detail::ColumnDescriptor>& columns) {
    if (model.alignment > 16) {
        throw ArgumentError(fmt::format("{}: a model is aligned to at most 16 bytes, this one to {}", model.class_name,
                                        model.alignment),
                            "leave the over-aligned member out of the model");
    }
    if (std::ranges::none_of(columns, &detail::ColumnDescriptor::primary_key)) {
        throw ArgumentError(fmt::format("{} has no primary key", model.class_name),
                            "give a member the option primary_key: Mapped<int, primary_key> id;");
    }
}

}  // namespace

Mapper::Mapper(const detail::ModelDescriptor& descriptor)
    : descriptor_(&descriptor),
      columns_(columns_of(descriptor)),
      table_(std::make_unique<Table>(std::string(descriptor.table_name))),
      source_{table_.get(), {}},
      resolved_(std::make_unique<Resolved>()) {
    check(descriptor, columns_);
    auto& own = *resolved_;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].primary_key) {
            own.key.push_back(i);
        }
        own.slots.push_back({columns_[i].access->load, columns_[i].value_offset});
    }
    own.integer_key = own.key.size() == 1 && is_integer(columns_[own.key[0]]);
    for (const auto& column : columns_) {
        const bool numbered =
            own.integer_key && column.primary_key && !has_foreign_key(column) && column.server_default == nullptr;
        table_->add_column(table_column(column, numbered));
        const std::string name(column.name);
        if (column.unique) {
            table_->add_unique({.name = "", .columns = {name}});
        }
        if (column.index) {
            table_->add_index({.name = "", .columns = {name}});
        }
    }
    for (const auto* level = &descriptor; level != nullptr; level = level->base != nullptr ? level->base() : nullptr) {
        for (const auto& column : level->columns) {
            own.links.push_back(column.offset);
        }
        for (const auto& relationship : level->relationships) {
            own.links.push_back(relationship.offset);
            own.edges.push_back({relationship.offset, relationship.many});
        }
    }
}

Mapper::~Mapper() = default;

std::optional<std::size_t> Mapper::column_at(std::uint32_t offset) const noexcept {
    const auto found = std::ranges::find(columns_, offset, &detail::ColumnDescriptor::offset);
    if (found == columns_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - columns_.begin());
}

const std::vector<Relationship>& Mapper::relationships() const {
    if (!resolved_->relationships_ready.load(std::memory_order_acquire)) {
        detail::resolve_relationships(*this);
    }
    return resolved_->relationships;
}

const Relationship& Mapper::relationship_at(std::uint32_t offset) const {
    for (const auto& relationship : relationships()) {
        if (relationship.descriptor->offset == offset) {
            return relationship;
        }
    }
    throw ArgumentError(
        fmt::format("{}: no relationship lies {} bytes behind the start of the object", class_name(), offset),
        "describe every One and Many member in the model's relationships");
}

}  // namespace athanor
