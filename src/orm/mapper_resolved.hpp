#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <athanor/orm/mapper.hpp>

namespace athanor {

/// What a mapper works out once and its users read often.
struct Mapper::Resolved {
    /// The part of a ColumnDescriptor that loading a row needs, packed so that a row of columns is a few cache lines.
    struct LoadSlot {
        void (*load)(void* field, const Cursor& cursor, std::size_t column);
        std::uint32_t value_offset;
    };
    struct Edge {
        std::uint32_t offset;
        bool many;
    };

    std::vector<LoadSlot> slots;
    std::vector<std::uint32_t> links;  ///< offsets of all mapped members, those of base models included
    std::vector<Edge> edges;           ///< the relationships among them
    std::vector<std::size_t> key;      ///< positions of the primary key's columns
    bool integer_key = false;          ///< the key is one integer
    std::atomic<bool> keys_complete{false};

    bool built = false;  ///< relationships are there, perhaps not yet linked to their inverses
    std::vector<Relationship> relationships;
    std::atomic<bool> relationships_ready{false};
};

namespace detail {

/// Fills `relationships` of the mapper and of every mapper that can be reached from it.
void resolve_relationships(const Mapper& mapper);

/// The registered mapper of a table, or null.
[[nodiscard]] const Mapper* find_mapper_of_table(std::string_view table);
[[nodiscard]] std::vector<std::string_view> registered_class_names();

}  // namespace detail
}  // namespace athanor
