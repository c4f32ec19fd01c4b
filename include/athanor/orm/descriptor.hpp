#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <athanor/core/value.hpp>
#include <athanor/engine/binder.hpp>
#include <athanor/engine/cursor.hpp>
#include <athanor/schema/table.hpp>

#pragma GCC visibility push(default)

namespace athanor::detail {

/// What every mapped member begins with: how far behind the header of its block it lies (0: on the stack, in no block),
/// and whether it was assigned. Copies take the assigned bit only. 31 bits of distance: blocks are far below 1 GiB.
class FieldLink {
public:
    constexpr FieldLink() = default;
    constexpr explicit FieldLink(bool assigned) : bits_(assigned ? 1 : 0) {}

    [[nodiscard]] bool assigned() const volatile noexcept { return (bits_ & 1) != 0; }
    [[nodiscard]] std::int32_t distance() const volatile noexcept { return bits_ >> 1; }
    constexpr void set_assigned(bool assigned) noexcept { bits_ = (bits_ & ~1) | (assigned ? 1 : 0); }
    constexpr void set_distance(std::int32_t distance) noexcept { bits_ = distance * 2 | (bits_ & 1); }

private:
    std::int32_t bits_ = 0;
};

/// The operations on the value of a mapped member, one table for each C++ type: the hinge between the user's types and
/// the compiled library. `field` points to the value itself, `ColumnDescriptor::value_offset` behind the object's
/// start.
struct Accessors {
    TypeKind kind;
    bool nullable;  ///< the type is std::optional
    /// Reads a cell. NULL into a type that is not optional throws DataError.
    void (*load)(void* field, const Cursor& cursor, std::size_t column);
    void (*bind)(const void* field, Binder& binder);
    bool (*equal)(const void* left, const void* right);
    void (*get)(const void* field, Value& out);
    /// The null Value into a type that is not optional gives its default value (0, empty).
    void (*set)(void* field, const Value& value);
};

/// A mapped column of a model, as the compiler sees the member. Offsets count from the start of the object.
struct ColumnDescriptor {
    std::string_view name;
    std::uint32_t offset = 0;        ///< of the Mapped member, which begins with its FieldLink
    std::uint32_t value_offset = 0;  ///< of the value inside
    const Accessors* access = nullptr;
    Type type;
    bool nullable = false;
    bool primary_key = false;
    bool unique = false;
    bool index = false;
    bool default_now = false;  ///< an unassigned member takes the current instant at flush; also the server's default
    OnDelete on_delete = OnDelete::no_action;
    /// The column's foreign key, if it has one: a type key (see type_key) and a column name, or a table name and a
    /// column name. An empty column name: the target's primary key.
    std::string_view references_type;
    std::string_view references_table;
    std::string_view references_column;
    std::uint32_t references_offset = 0;  ///< with references_type: offset of the member in the target, if by_member
    bool references_by_member = false;
    Value (*server_default)() = nullptr;
};

/// What a relationship does with its objects; the names are SQLAlchemy's.
struct Cascade {
    bool save_update = true;
    bool delete_ = false;
    bool delete_orphan = false;
};

enum class LoadStrategy : std::uint8_t { select, selectin, raise };

/// A One or Many member.
struct RelationshipDescriptor {
    std::string_view name;
    std::uint32_t offset = 0;  ///< of the member, which begins with OneCore or ManyCore
    bool many = false;
    std::string_view target_type;     ///< type key of the other model
    std::string_view back_populates;  ///< member of the other model; may be empty
    std::uint32_t via_offset = 0;     ///< offset of the foreign key member in this model (One), if has_via
    bool has_via = false;
    Cascade cascade;
    LoadStrategy lazy = LoadStrategy::select;
};

/// A model as the compiler sees it: everything the library needs to know of a class. Made by a template, or by hand in
/// tests. Static storage: a Mapper keeps pointers into it.
struct ModelDescriptor {
    std::string_view type_key;    ///< unique for the class; the spelling of the type
    std::string_view class_name;  ///< for messages
    std::string_view table_name;
    std::span<const ColumnDescriptor> columns;  ///< own ones, embedded members included, in declaration order
    std::span<const RelationshipDescriptor> relationships;
    std::uint32_t size = 0;
    std::uint32_t alignment = 0;  ///< at most 16
    void (*construct)(void* where) = nullptr;
    void (*move_construct)(void* where, void* from) = nullptr;
    void (*destroy)(void* object) = nullptr;
    void (*table_args)(Table& table) = nullptr;  ///< may be null
    const ModelDescriptor* (*base)() = nullptr;  ///< joined-table inheritance: the base model; may be null
};

}  // namespace athanor::detail

#pragma GCC visibility pop
