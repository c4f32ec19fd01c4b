#pragma once

#include <cstddef>
#include <span>

#include <athanor/schema/table.hpp>
#include <athanor/sql/compiled.hpp>

namespace athanor::postgresql {

// The statements of the unit of work; see the members of Dialect of the same names. Values travel as one array for each
// column, except the key of a row that is loaded alone.
[[nodiscard]] sql::CompiledPtr compile_insert(const Table& table, std::span<const std::size_t> columns,
                                              bool generate_key);
[[nodiscard]] sql::CompiledPtr compile_update(const Table& table, std::span<const std::size_t> set,
                                              std::span<const std::size_t> where);
[[nodiscard]] sql::CompiledPtr compile_delete(const Table& table, std::span<const std::size_t> where);
[[nodiscard]] sql::CompiledPtr compile_load(const Table& table, std::span<const std::size_t> where, std::size_t rows);

}  // namespace athanor::postgresql
