#include "dialects/postgresql/dialect.hpp"

#include <cmath>

#include <fmt/format.h>

#include <athanor/engine/engine_options.hpp>

#include "dialects/postgresql/compiler.hpp"
#include "dialects/postgresql/compiler_batch.hpp"
#include "dialects/postgresql/connect/destination.hpp"
#include "dialects/postgresql/connect/plan.hpp"
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/driver.hpp"
#include "sql/transaction_control.hpp"

namespace athanor::postgresql {

using sql::detail::transaction_control;

namespace {

std::string begin_text(const std::optional<IsolationLevel>& level) {
    if (!level) {
        return "BEGIN";
    }
    switch (*level) {
    case IsolationLevel::read_committed:
        return "BEGIN ISOLATION LEVEL READ COMMITTED";
    case IsolationLevel::repeatable_read:
        return "BEGIN ISOLATION LEVEL REPEATABLE READ";
    case IsolationLevel::serializable:
        break;
    }
    return "BEGIN ISOLATION LEVEL SERIALIZABLE";
}

}  // namespace

PostgresqlDialect::PostgresqlDialect()
    : begin_(transaction_control("BEGIN")), begin_read_only_(transaction_control("BEGIN READ ONLY")) {}

PostgresqlDialect::PostgresqlDialect(const URL& url, const EngineOptions& options)
    : begin_(transaction_control(begin_text(options.isolation_level))),
      begin_read_only_(transaction_control(begin_text(options.isolation_level) + " READ ONLY")) {
    // On a connection of one's own it is a default of the session, see plan_of.
    if (options.statement_timeout > 0 && destination_of(url, options).pooled) {
        auto& limit = settings_.emplace_back();
        limit.sql = fmt::format("SET LOCAL statement_timeout = {:.0f}", std::ceil(options.statement_timeout * 1000));
        limit.reads_only = true;
    }
}

std::shared_ptr<const Dialect> PostgresqlDialect::configured(const URL& url, const EngineOptions& options) const {
    (void)plan_of(url, options);  // what cannot work is said now and not when the first connection is made
    return std::make_shared<PostgresqlDialect>(url, options);
}

std::unique_ptr<DriverConnection> PostgresqlDialect::connect(const URL& url, const EngineOptions& options) const {
    return postgresql::connect(url, options);
}

bool PostgresqlDialect::single_connection(const URL&) const { return false; }

bool PostgresqlDialect::pooled(const URL& url, const EngineOptions& options) const {
    return destination_of(url, options).pooled;
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

const sql::Compiled& PostgresqlDialect::begin(bool) const { return begin_; }

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
