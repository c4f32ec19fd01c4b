#pragma once

#include <cstddef>
#include <vector>

#include <athanor/schema/metadata.hpp>
#include <athanor/schema/table.hpp>

namespace athanor::testing {

/// One column of every type: id, flag, small, large, ratio, name (50), code (secret), amount (12, 2), day, moment,
/// token, content. All but the id may be NULL.
const Table& everything();
/// A table with rules: id (autoincrement), name (unique, not null), parent_id (refers to id).
const Table& categories();
/// Both.
const MetaData& suite_tables();

/// Positions of all columns of a table, or of all but the first.
std::vector<std::size_t> all_columns(const Table& table);
std::vector<std::size_t> all_but_first(const Table& table);
std::vector<Type> types_of(const Table& table);

}  // namespace athanor::testing
