#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <athanor/orm/mapper.hpp>

#include "orm/key_sync.hpp"

namespace athanor::detail {

/// The objects that one flush writes, each list in the order in which they came.
struct FlushSet {
    std::vector<InstanceState*> inserts;
    std::vector<InstanceState*> updates;
    std::vector<InstanceState*> deletes;
};

/// Rows of one table that one statement writes.
struct Batch {
    enum class Kind : std::uint8_t { insert, update, delete_ };

    Kind kind = Kind::insert;
    const Mapper* mapper = nullptr;
    std::vector<std::size_t> columns;  ///< insert: those written; update: those set; delete: none
    bool generate_key = false;         ///< insert: the server makes the key
    std::vector<InstanceState*> rows;
};

/// What has to be written, in the order in which to write it: inserts with referred rows first, then updates, then
/// deletes with referring rows first. No I/O; the objects are not changed. Foreign keys of known parents are in place
/// before.
/// @throws CircularDependencyError naming the objects if new rows refer to one another in a circle.
[[nodiscard]] std::vector<Batch> plan(const FlushSet& set, const KeySync& keys);

/// The batch in one line, for tests and debugging: "insert categories (name) x2, key from the server".
[[nodiscard]] std::string to_string(const Batch& batch);

}  // namespace athanor::detail
