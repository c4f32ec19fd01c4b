#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/core/url.hpp>
#include <athanor/engine/driver.hpp>
#include <athanor/schema/metadata.hpp>
#include <athanor/sql/compiled.hpp>
#include <athanor/sql/shape.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor {

struct EngineOptions;
struct Finding;

/// A database product: how statements are spelled for it and how to connect to it. Immutable and thread-safe; lives as
/// long as its engine. To add one, add a folder under src/dialects: derive the compilers, implement DriverConnection,
/// map native errors, register the name.
class Dialect {
public:
    virtual ~Dialect();

    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    /// The dialect as an engine with this URL and these options needs it; null: as it is.
    /// @throws ArgumentError for a URL or an option that cannot work with this dialect. Nothing is connected to.
    [[nodiscard]] virtual std::shared_ptr<const Dialect> configured(const URL& url, const EngineOptions& options) const;

    /// @throws ArgumentError for a URL this dialect cannot use; OperationalError if the connection fails.
    [[nodiscard]] virtual std::unique_ptr<DriverConnection> connect(const URL& url,
                                                                    const EngineOptions& options) const = 0;
    /// True if every connection would see a database of its own (SQLite in memory): the engine then keeps exactly one.
    [[nodiscard]] virtual bool single_connection(const URL& url) const = 0;
    /// True if each transaction may run on another connection of the server, because a pooler stands before it.
    [[nodiscard]] virtual bool pooled(const URL& url, const EngineOptions& options) const;
    /// Connects, and adds to `findings` what there is to say about that and about the server, see diagnose(). Null if
    /// something failed.
    [[nodiscard]] virtual std::unique_ptr<DriverConnection> diagnose(const URL& url, const EngineOptions& options,
                                                                     std::vector<Finding>& findings) const;

    /// The structure of a statement and its values, in the order of the compiled parameters.
    using Shape = sql::Shape;
    [[nodiscard]] virtual Shape shape(const sql::Statement& statement) const = 0;
    /// @throws CompileError if the statement names a source that is not in FROM (a forgotten alias or join).
    [[nodiscard]] virtual sql::CompiledPtr compile(const sql::Statement& statement) const = 0;

    // Statements of the unit of work. `columns` are positions in the table; parameters come in that order.
    /// INSERT of many rows. With `generate_key` the table's autoincrement column is left out of `columns` and comes
    /// back. Where no column is set and rows travel as arrays, the statement may have one boolean parameter that only
    /// counts the rows: bind NULL to it.
    [[nodiscard]] virtual sql::CompiledPtr compile_insert(const Table& table, std::span<const std::size_t> columns,
                                                          bool generate_key) const = 0;
    /// UPDATE of many rows by key: parameters are `set` then `where`.
    [[nodiscard]] virtual sql::CompiledPtr compile_update(const Table& table, std::span<const std::size_t> set,
                                                          std::span<const std::size_t> where) const = 0;
    [[nodiscard]] virtual sql::CompiledPtr compile_delete(const Table& table,
                                                          std::span<const std::size_t> where) const = 0;
    /// SELECT of all columns in table order for many rows by the values of `where`: results in any order. `rows` is how
    /// many parameter rows there will be (where several travel as arrays, one statement serves all numbers above one).
    [[nodiscard]] virtual sql::CompiledPtr compile_load(const Table& table, std::span<const std::size_t> where,
                                                        std::size_t rows) const = 0;

    [[nodiscard]] virtual const sql::Compiled& begin(bool for_reading) const = 0;
    /// BEGIN of a transaction in which the database itself refuses to write: those of engine.reader().
    [[nodiscard]] virtual const sql::Compiled& begin_read_only() const = 0;
    /// What a connection of engine.reader() runs once, before its first use; null: nothing.
    [[nodiscard]] virtual const sql::Compiled* prepare_read_only() const { return nullptr; }
    /// What takes that back, for a connection that a reader shares with its engine.
    [[nodiscard]] virtual const sql::Compiled* finish_read_only() const { return nullptr; }
    /// What every transaction runs right behind its begin(), in the same exchange with the server.
    [[nodiscard]] virtual std::span<const sql::Compiled> transaction_settings() const;
    [[nodiscard]] virtual const sql::Compiled& commit() const = 0;
    [[nodiscard]] virtual const sql::Compiled& rollback() const = 0;

    // DDL, in the order to run it.
    /// A query for the names of the tables that exist, one text column.
    [[nodiscard]] virtual sql::CompiledPtr compile_table_names() const = 0;
    /// CREATE TABLE and CREATE INDEX for the tables of `sorted` that `existing` does not name.
    [[nodiscard]] virtual std::vector<sql::CompiledPtr> compile_create(const MetaData::Sorted& sorted,
                                                                       std::span<const std::string> existing) const = 0;
    [[nodiscard]] virtual std::vector<sql::CompiledPtr> compile_drop(const MetaData::Sorted& sorted,
                                                                     std::span<const std::string> existing) const = 0;
};

/// Dialects by the name in a URL. Filled once, by generated code, when the first engine is made; thread-safe to read.
class DialectRegistry {
public:
    void add(std::string name, std::shared_ptr<const Dialect> dialect);
    /// @throws NoSuchModuleError naming the dialect and those that are there.
    [[nodiscard]] std::shared_ptr<const Dialect> get(std::string_view name) const;

    [[nodiscard]] static const DialectRegistry& instance();

private:
    std::vector<std::pair<std::string, std::shared_ptr<const Dialect>>> dialects_;
};

}  // namespace athanor

#pragma GCC visibility pop
