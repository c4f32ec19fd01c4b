#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/schema/metadata.hpp>

#include "schema/sort.hpp"

namespace athanor {

namespace {

std::string spelled(const Table& table, const std::vector<std::string>& columns) {
    return columns.size() == 1 ? fmt::format("{}.{}", table.name(), columns.front())
                               : fmt::format("{}.({})", table.name(), fmt::join(columns, ", "));
}

bool same_set(std::vector<std::string> left, std::vector<std::string> right) {
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    return left == right;
}

bool is_key(const Table& table, const std::vector<std::string>& columns) {
    std::vector<std::string> primary;
    for (const auto at : table.primary_key()) {
        primary.push_back(table.columns()[at].name);
    }
    const auto matches = [&](const auto& constraint) { return same_set(constraint.columns, columns); };
    return same_set(primary, columns) || std::any_of(table.uniques().begin(), table.uniques().end(), matches) ||
           std::any_of(table.indexes().begin(), table.indexes().end(),
                       [&](const Index& index) { return index.unique && matches(index); });
}

void check_types(const Table& table, const ForeignKey& key, const Table& target) {
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const auto there = target.find(key.target_columns[i]);
        if (!there) {
            throw ArgumentError(fmt::format("the foreign key {} refers to {}.{}, a column that does not exist",
                                            spelled(table, key.columns), target.name(), key.target_columns[i]),
                                "correct the column's name");
        }
        const auto& own = table.columns()[table.find(key.columns[i]).value()].type;
        const auto& other = target.columns()[*there].type;
        if (own.kind != other.kind || (own.kind == TypeKind::numeric && own.scale != other.scale)) {
            throw ArgumentError(fmt::format("the foreign key {}.{} is {}, but {}.{} is {}", table.name(),
                                            key.columns[i], to_string(own), target.name(), key.target_columns[i],
                                            to_string(other)),
                                "give both columns the same type");
        }
    }
}

void check_keys(const MetaData& metadata, const Table& table) {
    for (const auto& key : table.foreign_keys()) {
        const auto* target = metadata.find(key.target_table);
        if (target == nullptr) {
            std::vector<std::string> names;
            for (const auto* other : metadata.tables()) {
                names.push_back(other->name());
            }
            const auto meant = nearest(key.target_table, names);
            throw ArgumentError(fmt::format("the foreign key {} refers to table {}, which is not in this schema",
                                            spelled(table, key.columns), key.target_table),
                                meant ? fmt::format("did you mean {}?", *meant) : "add that table to the schema");
        }
        check_types(table, key, *target);
        if (!is_key(*target, key.target_columns)) {
            throw ArgumentError(
                fmt::format("the foreign key {} refers to {}, which is neither the primary key nor unique",
                            spelled(table, key.columns), spelled(*target, key.target_columns)),
                "make the target unique, or refer to the primary key");
        }
    }
}

}  // namespace

void MetaData::add(const Table& table) {
    if (find(table.name()) != nullptr) {
        throw ArgumentError(fmt::format("the schema has two tables named {}", table.name()),
                            "rename one of them, or list the model once");
    }
    tables_.push_back(&table);
}

const Table* MetaData::find(std::string_view name) const noexcept {
    const auto at = std::find_if(tables_.begin(), tables_.end(), [&](const Table* t) { return t->name() == name; });
    return at == tables_.end() ? nullptr : *at;
}

MetaData::Sorted MetaData::sorted() const {
    for (const auto* table : tables_) {
        check_keys(*this, *table);
    }
    const auto order = detail::dependency_order(tables_.size(), [&](std::size_t i) {
        std::vector<std::size_t> needed;
        for (const auto& key : tables_[i]->foreign_keys()) {
            const auto at = std::find(tables_.begin(), tables_.end(), find(key.target_table)) - tables_.begin();
            needed.push_back(static_cast<std::size_t>(at));
        }
        return needed;
    });

    Sorted result;
    const auto placed = [&](std::string_view name) {
        return std::any_of(result.tables.begin(), result.tables.end(),
                           [&](const Table* t) { return t->name() == name; });
    };
    for (const auto at : order) {
        result.tables.push_back(tables_[at]);
        for (const auto& key : tables_[at]->foreign_keys()) {
            if (!placed(key.target_table)) {
                result.deferred_keys.push_back({tables_[at], &key});
            }
        }
    }
    return result;
}

}  // namespace athanor
