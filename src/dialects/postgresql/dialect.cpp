#include "dialects/postgresql/dialect.hpp"

#include "dialects/postgresql/compiler.hpp"
#include "dialects/postgresql/compiler_batch.hpp"
#include "dialects/postgresql/connection_settings.hpp"
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/driver.hpp"
#include "sql/transaction_control.hpp"

namespace athanor::postgresql {

using sql::detail::transaction_control;

std::unique_ptr<DriverConnection> PostgresqlDialect::connect(const URL& url, const EngineOptions& options) const {
    return postgresql::connect(url, options);
}

bool PostgresqlDialect::single_connection(const URL&) const { return false; }

bool PostgresqlDialect::pooled(const URL& url, const EngineOptions& options) const {
    return behind_transaction_pooler(url, options);
}

bool PostgresqlDialect::pooled(const URL& url, const EngineOptions& options) const {
    return behind_transaction_pooler(url, options);
}

Dialect::Shape PostgresqlDialect::shape(const sql::Statement& statement) const { return sql::shape_of(statement); }

sql::CompiledPtr PostgresqlDialect::compile(const sql::Statement& statement) const {
    return PostgresqlCompiler().compile(statement);
}

sql::CompiledPtr PostgresqlDialect::compile_insert(const Table& table, std::span<const std::size_t> columns,
                                                   bool generate_key) const {
    return postgresql::compile_insert(table, columns, generate_key);
}

sql::CompiledPtr PostgresqlDialect::compile_update(const Table& table, std::span<const std::size_t> set,
                                                   std::span<const std::size_t> where) const {
    return postgresql::compile_update(table, set, where);
}

sql::CompiledPtr PostgresqlDialect::compile_delete(const Table& table, std::span<const std::size_t> where) const {
    return postgresql::compile_delete(table, where);
}

sql::CompiledPtr PostgresqlDialect::compile_load(const Table& table, std::span<const std::size_t> where,
                                                 std::size_t rows) const {
    return postgresql::compile_load(table, where, rows);
}

const sql::Compiled& PostgresqlDialect::begin(bool) const {
    static const auto statement = transaction_control("BEGIN");
    return statement;
}

const sql::Compiled& PostgresqlDialect::begin_read_only() const {
    static const auto statement = transaction_control("BEGIN READ ONLY");
    return statement;
}

const sql::Compiled& PostgresqlDialect::commit() const {
    static const auto statement = transaction_control("COMMIT");
    return statement;
}

const sql::Compiled& PostgresqlDialect::rollback() const {
    static const auto statement = transaction_control("ROLLBACK");
    return statement;
}

sql::CompiledPtr PostgresqlDialect::compile_table_names() const { return PostgresqlDdlCompiler().table_names(); }

std::vector<sql::CompiledPtr> PostgresqlDialect::compile_create(const MetaData::Sorted& sorted,
                                                                std::span<const std::string> existing) const {
    return PostgresqlDdlCompiler().create(sorted, existing);
}

std::vector<sql::CompiledPtr> PostgresqlDialect::compile_drop(const MetaData::Sorted& sorted,
                                                              std::span<const std::string> existing) const {
    return PostgresqlDdlCompiler().drop(sorted, existing);
}

}  // namespace athanor::postgresql

namespace athanor::dialects {

void register_postgresql(DialectRegistry& registry) {
    registry.add("postgresql", std::make_shared<postgresql::PostgresqlDialect>());
}

}  // namespace athanor::dialects
