#include "dialects/sqlite/dialect.hpp"

#include <athanor/core/error.hpp>
#include <athanor/engine/engine_options.hpp>

#include "dialects/sqlite/compiler.hpp"
#include "dialects/sqlite/compiler_batch.hpp"
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/driver.hpp"
#include "sql/transaction_control.hpp"

namespace athanor::sqlite {

using sql::detail::transaction_control;

std::shared_ptr<const Dialect> SqliteDialect::configured(const URL& url, const EngineOptions& options) const {
    check_url(url, options);
    if (options.isolation_level && *options.isolation_level != IsolationLevel::serializable) {
        throw ArgumentError("SQLite has no isolation level but serializable",
                            "leave isolation_level out; every transaction of SQLite is serializable");
    }
    return nullptr;
}

std::unique_ptr<DriverConnection> SqliteDialect::connect(const URL& url, const EngineOptions& options) const {
    return sqlite::connect(url, options);
}

bool SqliteDialect::single_connection(const URL& url) const { return is_memory(url); }

Dialect::Shape SqliteDialect::shape(const sql::Statement& statement) const { return sql::shape_of(statement); }

sql::CompiledPtr SqliteDialect::compile(const sql::Statement& statement) const {
    return SqliteCompiler().compile(statement);
}

sql::CompiledPtr SqliteDialect::compile_insert(const Table& table, std::span<const std::size_t> columns,
                                               bool generate_key) const {
    return sqlite::compile_insert(table, columns, generate_key);
}

sql::CompiledPtr SqliteDialect::compile_update(const Table& table, std::span<const std::size_t> set,
                                               std::span<const std::size_t> where) const {
    return sqlite::compile_update(table, set, where);
}

sql::CompiledPtr SqliteDialect::compile_delete(const Table& table, std::span<const std::size_t> where) const {
    return sqlite::compile_delete(table, where);
}

sql::CompiledPtr SqliteDialect::compile_load(const Table& table, std::span<const std::size_t> where,
                                             std::size_t rows) const {
    return sqlite::compile_load(table, where, rows);
}

const sql::Compiled& SqliteDialect::begin(bool for_reading) const {
    static const auto reading = transaction_control("BEGIN");
    static const auto writing = transaction_control("BEGIN IMMEDIATE");
    return for_reading ? reading : writing;
}

const sql::Compiled& SqliteDialect::begin_read_only() const { return begin(true); }

namespace {
sql::Compiled query_only(std::string_view state) {
    sql::Compiled pragma;
    pragma.sql = "PRAGMA query_only = " + std::string(state);
    pragma.reads_only = true;
    return pragma;
}
}  // namespace

const sql::Compiled* SqliteDialect::prepare_read_only() const {
    static const auto statement = query_only("ON");
    return &statement;
}

const sql::Compiled* SqliteDialect::finish_read_only() const {
    static const auto statement = query_only("OFF");
    return &statement;
}

const sql::Compiled& SqliteDialect::commit() const {
    static const auto statement = transaction_control("COMMIT");
    return statement;
}

const sql::Compiled& SqliteDialect::rollback() const {
    static const auto statement = transaction_control("ROLLBACK");
    return statement;
}

sql::CompiledPtr SqliteDialect::compile_table_names() const { return SqliteDdlCompiler().table_names(); }

std::vector<sql::CompiledPtr> SqliteDialect::compile_create(const MetaData::Sorted& sorted,
                                                            std::span<const std::string> existing) const {
    return SqliteDdlCompiler().create(sorted, existing);
}

std::vector<sql::CompiledPtr> SqliteDialect::compile_drop(const MetaData::Sorted& sorted,
                                                          std::span<const std::string> existing) const {
    return SqliteDdlCompiler().drop(sorted, existing);
}

}  // namespace athanor::sqlite

namespace athanor::dialects {

void register_sqlite(DialectRegistry& registry) { registry.add("sqlite", std::make_shared<sqlite::SqliteDialect>()); }

}  // namespace athanor::dialects
