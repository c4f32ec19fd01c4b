#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/schema/column.hpp>
#include <athanor/schema/constraint.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// The longest name of a table, column or constraint in bytes: PostgreSQL's limit.
inline constexpr std::size_t max_identifier_bytes = 63;

/// The name a constraint gets when its author gave none: `pk_table`, `uq_table_column`, `fk_table_column_target`,
/// `ck_table_name`, `ix_table_column`, with several columns joined by `_`. Errors of both databases name constraints by
/// it. A name longer than 63 bytes (PostgreSQL's limit) is shortened and ends in eight hexadecimal digits of its hash.
[[nodiscard]] std::string conventional_name(std::string_view prefix, std::string_view table,
                                            const std::vector<std::string>& parts);

/// A table's description: columns, keys, constraints, indexes. Filled by its owner (a Mapper, or a program that works
/// without models), then completed once; immutable and safe to read from any thread afterwards. Neither copied nor
/// moved: statements keep its address, so it must outlive them.
class Table {
public:
    /// @throws ArgumentError if `name` is empty, longer than 63 bytes or contains NUL.
    explicit Table(std::string name);
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    /// @throws ArgumentError on a second column of the same name, or an unusable name.
    Column& add_column(Column column);
    void add_foreign_key(ForeignKey key);
    void add_unique(UniqueConstraint unique);
    void add_check(CheckConstraint check);
    void add_index(Index index);

    /// Gives unnamed constraints their conventional names and checks that the columns they name exist, that names are
    /// distinct, and that types and server defaults make sense. May be called again after more was added.
    /// @throws ArgumentError naming table, constraint and column.
    void complete();

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// Unique in the process and never used again, unlike the address: what keys of caches are made of.
    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
    [[nodiscard]] const std::vector<Column>& columns() const noexcept { return columns_; }
    [[nodiscard]] const std::vector<std::size_t>& primary_key() const noexcept { return primary_key_; }
    [[nodiscard]] const std::vector<ForeignKey>& foreign_keys() const noexcept { return foreign_keys_; }
    [[nodiscard]] const std::vector<UniqueConstraint>& uniques() const noexcept { return uniques_; }
    [[nodiscard]] const std::vector<CheckConstraint>& checks() const noexcept { return checks_; }
    [[nodiscard]] const std::vector<Index>& indexes() const noexcept { return indexes_; }
    /// The position of a column, or nothing.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const noexcept;
    /// The position of the column the server numbers, if the table has one.
    [[nodiscard]] std::optional<std::size_t> autoincrement() const noexcept;

private:
    void check_columns() const;
    void check_named(std::string_view constraint, const std::vector<std::string>& columns) const;

    std::uint64_t id_;
    std::string name_;
    std::vector<Column> columns_;
    std::vector<std::size_t> primary_key_;
    std::vector<ForeignKey> foreign_keys_;
    std::vector<UniqueConstraint> uniques_;
    std::vector<CheckConstraint> checks_;
    std::vector<Index> indexes_;
};

}  // namespace athanor

#pragma GCC visibility pop
