#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/schema/table.hpp>

#include "schema/column_rules.hpp"
#include "schema/names.hpp"

namespace athanor {

namespace {

std::uint64_t next_table_id() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

Table::Table(std::string name) : id_(next_table_id()), name_(std::move(name)) {
    detail::check_identifier(name_, "a table");
}

Column& Table::add_column(Column column) {
    detail::check_identifier(column.name, fmt::format("a column of table {}", name_));
    if (find(column.name)) {
        throw ArgumentError(fmt::format("table {} has two columns named {}", name_, column.name), "rename one of them");
    }
    if (column.primary_key) {
        primary_key_.push_back(columns_.size());
    }
    return columns_.emplace_back(std::move(column));
}

void Table::add_foreign_key(ForeignKey key) { foreign_keys_.push_back(std::move(key)); }

void Table::add_unique(UniqueConstraint unique) { uniques_.push_back(std::move(unique)); }

void Table::add_check(CheckConstraint check) {
    if (check.name.empty() || check.condition == nullptr) {
        throw ArgumentError(fmt::format("a check of table {} has no name or no condition", name_),
                            "give it both: an error message shows the name");
    }
    check.name = conventional_name("ck", name_, {check.name});
    checks_.push_back(std::move(check));
}

void Table::add_index(Index index) { indexes_.push_back(std::move(index)); }

std::optional<std::size_t> Table::find(std::string_view column) const noexcept {
    const auto at = std::find_if(columns_.begin(), columns_.end(), [&](const Column& c) { return c.name == column; });
    return at == columns_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - columns_.begin()));
}

std::optional<std::size_t> Table::autoincrement() const noexcept {
    const auto at = std::find_if(columns_.begin(), columns_.end(), [](const Column& c) { return c.autoincrement; });
    return at == columns_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - columns_.begin()));
}

void Table::check_columns() const {
    if (columns_.empty()) {
        throw ArgumentError(fmt::format("table {} has no columns", name_), "add at least one");
    }
    for (const auto& column : columns_) {
        detail::check_column(*this, column);
    }
    if (std::count_if(columns_.begin(), columns_.end(), [](const Column& c) { return c.autoincrement; }) > 1) {
        throw ArgumentError(fmt::format("table {} has several autoincrement columns", name_), "keep one");
    }
}

void Table::check_named(std::string_view constraint, const std::vector<std::string>& columns) const {
    if (columns.empty()) {
        throw ArgumentError(fmt::format("{} of table {} names no column", constraint, name_), "name at least one");
    }
    std::set<std::string_view> seen;
    for (const auto& column : columns) {
        if (!find(column)) {
            throw ArgumentError(fmt::format("{} of table {} names the column {}, which the table does not have",
                                            constraint, name_, column),
                                "correct the name, or add the column");
        }
        if (!seen.insert(column).second) {
            throw ArgumentError(fmt::format("{} of table {} names the column {} twice", constraint, name_, column),
                                "name it once");
        }
    }
}

void Table::complete() {
    primary_key_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].primary_key) {
            primary_key_.push_back(i);
        }
    }
    check_columns();

    std::set<std::string_view> names;
    const auto settle = [&](std::string& name, std::string_view what, std::string_view prefix,
                            const std::vector<std::string>& parts) {
        if (name.empty()) {
            name = conventional_name(prefix, name_, parts);
        }
        detail::check_identifier(name, fmt::format("{} of table {}", what, name_));
        if (!names.insert(name).second) {
            throw ArgumentError(fmt::format("table {} has two constraints or indexes named {}", name_, name),
                                "give one of them a name of its own");
        }
    };
    for (auto& unique : uniques_) {
        check_named("a unique constraint", unique.columns);
        settle(unique.name, "a unique constraint", "uq", unique.columns);
    }
    for (auto& key : foreign_keys_) {
        check_named("a foreign key", key.columns);
        if (key.target_table.empty() || key.columns.size() != key.target_columns.size()) {
            throw ArgumentError(fmt::format("the foreign key {}.{} names {} columns of its own and {} of table \"{}\"",
                                            name_, key.columns.front(), key.columns.size(), key.target_columns.size(),
                                            key.target_table),
                                "name the target table and one target column for each column");
        }
        auto parts = key.columns;
        parts.push_back(key.target_table);
        settle(key.name, "a foreign key", "fk", parts);
    }
    for (auto& check : checks_) {
        settle(check.name, "a check", "ck", {});
    }
    for (auto& index : indexes_) {
        check_named("an index", index.columns);
        settle(index.name, "an index", "ix", index.columns);
    }
}

}  // namespace athanor
