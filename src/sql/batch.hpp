#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <athanor/schema/table.hpp>
#include <athanor/sql/compiled.hpp>

namespace athanor::sql::detail {

/// `part(column, position)` for each column, with `separator` between: column lists, conditions, SET lists.
[[nodiscard]] std::string joined(const Table& table, std::span<const std::size_t> columns, std::string_view separator,
                                 const std::function<std::string(const Column&, std::size_t)>& part);

/// A statement that writes `table`, with parameters for `set` as stored and for `where` as compared.
[[nodiscard]] std::shared_ptr<Compiled> batch_write(const Table& table, std::span<const std::size_t> set,
                                                    std::span<const std::size_t> where, Compiled::Rows rows);

/// A statement that reads all columns of `table`.
[[nodiscard]] std::shared_ptr<Compiled> batch_read(const Table& table);

}  // namespace athanor::sql::detail
