#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/orm/descriptor.hpp>
#include <athanor/schema/table.hpp>
#include <athanor/sql/expression.hpp>

#pragma GCC visibility push(default)

namespace athanor {

class Mapper;

/// A relationship of a mapper with everything resolved: the other mapper, the inverse, the foreign key that carries it.
struct Relationship {
    const detail::RelationshipDescriptor* descriptor = nullptr;
    std::size_t index = 0;  ///< in Mapper::relationships()
    const Mapper* owner = nullptr;
    const Mapper* target = nullptr;
    const Relationship* inverse = nullptr;  ///< may be null
    /// Foreign key columns (positions in the table that holds the key: the owner's for One, the target's for Many) and
    /// the columns they refer to in the other table, pairwise. A One whose key stands on the other side (one-to-one
    /// seen from the parent) has `key_on_target` set.
    std::vector<std::size_t> key_columns;
    std::vector<std::size_t> referred_columns;
    bool key_on_target = false;
};

/// What the library knows of a model at run time: its descriptor, its table, its relationships. One for each model and
/// process, made on first use, never destroyed before the program ends; thread-safe to read.
class Mapper {
public:
    /// @throws ArgumentError for a mapping that cannot work (no primary key, unknown foreign key member …), naming
    /// model and member.
    explicit Mapper(const detail::ModelDescriptor& descriptor);
    Mapper(const Mapper&) = delete;
    Mapper& operator=(const Mapper&) = delete;
    ~Mapper();

    [[nodiscard]] std::string_view class_name() const noexcept { return descriptor_->class_name; }
    [[nodiscard]] const detail::ModelDescriptor& descriptor() const noexcept { return *descriptor_; }
    /// The table; column i of the table is columns()[i].
    [[nodiscard]] const Table& table() const noexcept { return *table_; }
    [[nodiscard]] const std::vector<detail::ColumnDescriptor>& columns() const noexcept { return columns_; }
    /// The table as the unaliased source of statements.
    [[nodiscard]] const sql::FromSource& source() const noexcept { return source_; }

    /// Resolved on first use. @throws ArgumentError if a target model was never registered, back_populates names
    /// nothing, or no single foreign key joins the two tables; the message names model, member and remedy.
    [[nodiscard]] const std::vector<Relationship>& relationships() const;
    /// Adds the foreign keys to the table, gives its constraints their names and checks them; the second call does
    /// nothing. Only possible once the models that the keys refer to are registered: create_all, the first flush and
    /// relationships() need it. Thread-safe. @throws ArgumentError naming model, member and remedy.
    void complete_keys() const;
    /// The position of the column whose member starts at `offset` in the object.
    [[nodiscard]] std::optional<std::size_t> column_at(std::uint32_t offset) const noexcept;
    /// @throws ArgumentError if no relationship member starts at `offset`; and as relationships().
    [[nodiscard]] const Relationship& relationship_at(std::uint32_t offset) const;

    /// The registered mapper of a class, or null.
    [[nodiscard]] static const Mapper* find(std::string_view type_key) noexcept;
    /// The mapper of a descriptor, made and registered on first use. Thread-safe.
    [[nodiscard]] static const Mapper& of(const detail::ModelDescriptor& descriptor);

    struct [[gnu::visibility("hidden")]] Resolved;  ///< the library's own tables
    [[nodiscard]] Resolved& resolved() const noexcept { return *resolved_; }

private:
    const detail::ModelDescriptor* descriptor_;
    std::vector<detail::ColumnDescriptor> columns_;
    std::unique_ptr<Table> table_;
    sql::FromSource source_;
    std::unique_ptr<Resolved> resolved_;
};

}  // namespace athanor

#pragma GCC visibility pop
