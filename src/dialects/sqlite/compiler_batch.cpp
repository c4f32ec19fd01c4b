#include "dialects/sqlite/compiler_batch.hpp"

#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "dialects/sqlite/compiler.hpp"
#include "sql/batch.hpp"
#include "sql/type_rules.hpp"

namespace athanor::sqlite {

using sql::Compiled;
using sql::detail::joined;

namespace {

std::string quote(std::string_view name) { return identifiers().quote(name); }
std::string name_of(const Column& column, std::size_t) { return quote(column.name); }
std::string equals(const Column& column, std::size_t) { return quote(column.name) + " = ?"; }
std::string question_mark(const Column&, std::size_t) { return "?"; }

}  // namespace

sql::CompiledPtr compile_insert(const Table& table, std::span<const std::size_t> columns, bool generate_key) {
    auto compiled = sql::detail::batch_write(table, columns, {}, Compiled::Rows::loop);
    compiled->keys = generate_key ? Compiled::Keys::last_row_id : Compiled::Keys::none;
    compiled->sql = columns.empty() ? fmt::format("INSERT INTO {} DEFAULT VALUES", quote(table.name()))
                                    : fmt::format("INSERT INTO {} ({}) VALUES ({})", quote(table.name()),
                                                  joined(table, columns, ", ", name_of),
                                                  joined(table, columns, ", ", question_mark));
    return compiled;
}

sql::CompiledPtr compile_update(const Table& table, std::span<const std::size_t> set,
                                std::span<const std::size_t> where) {
    auto compiled = sql::detail::batch_write(table, set, where, Compiled::Rows::loop);
    compiled->sql = fmt::format("UPDATE {} SET {} WHERE {}", quote(table.name()), joined(table, set, ", ", equals),
                                joined(table, where, " AND ", equals));
    return compiled;
}

sql::CompiledPtr compile_delete(const Table& table, std::span<const std::size_t> where) {
    auto compiled = sql::detail::batch_write(table, {}, where, Compiled::Rows::loop);
    compiled->sql = fmt::format("DELETE FROM {} WHERE {}", quote(table.name()), joined(table, where, " AND ", equals));
    return compiled;
}

sql::CompiledPtr compile_load(const Table& table, std::span<const std::size_t> where, std::size_t rows) {
    if (rows == 0 || rows * where.size() > max_parameters()) {
        throw CompileError(fmt::format("a load of {} rows by {} columns", rows, where.size()),
                           fmt::format("ask for 1 to {} rows at once", max_parameters() / where.size()));
    }
    auto compiled = sql::detail::batch_read(table);
    std::vector<std::size_t> all(table.columns().size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto qualified = [&](const Column& column, std::size_t) {
        return fmt::format("{}.{}", quote(table.name()), quote(column.name));
    };
    const auto row =
        where.size() == 1 ? std::string("?") : fmt::format("({})", joined(table, where, ", ", question_mark));
    std::string list;
    for (std::size_t i = 0; i < rows; ++i) {
        list += i == 0 ? "" : ", ";
        list += row;
        for (const auto at : where) {
            compiled->parameters.push_back(sql::detail::without_limits(table.columns()[at].type));
        }
    }
    const auto keys = joined(table, where, ", ", qualified);
    compiled->sql =
        fmt::format("SELECT {} FROM {} WHERE {} IN ({}{})", joined(table, all, ", ", qualified), quote(table.name()),
                    where.size() == 1 ? keys : fmt::format("({})", keys), where.size() == 1 ? "" : "VALUES ", list);
    return compiled;
}

}  // namespace athanor::sqlite
