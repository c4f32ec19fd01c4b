#pragma once

#include <vector>

#include <athanor/engine/dialect.hpp>

namespace athanor::postgresql {

/// PostgreSQL 12 and later. Immutable; thread-safe.
class PostgresqlDialect final : public Dialect {
public:
    PostgresqlDialect();
    /// With what each transaction of an engine sets: nothing that must last longer, so that it works behind a pooler.
    PostgresqlDialect(const URL& url, const EngineOptions& options);

    [[nodiscard]] std::shared_ptr<const Dialect> configured(const URL& url,
                                                            const EngineOptions& options) const override;
    [[nodiscard]] std::string_view name() const noexcept override { return "postgresql"; }
    [[nodiscard]] std::unique_ptr<DriverConnection> connect(const URL& url,
                                                            const EngineOptions& options) const override;
    [[nodiscard]] std::unique_ptr<DriverConnection> diagnose(const URL& url, const EngineOptions& options,
                                                             std::vector<Finding>& findings) const override;
    [[nodiscard]] bool single_connection(const URL& url) const override;
    [[nodiscard]] bool pooled(const URL& url, const EngineOptions& options) const override;

    [[nodiscard]] Shape shape(const sql::Statement& statement) const override;
    [[nodiscard]] sql::CompiledPtr compile(const sql::Statement& statement) const override;

    [[nodiscard]] sql::CompiledPtr compile_insert(const Table& table, std::span<const std::size_t> columns,
                                                  bool generate_key) const override;
    [[nodiscard]] sql::CompiledPtr compile_update(const Table& table, std::span<const std::size_t> set,
                                                  std::span<const std::size_t> where) const override;
    [[nodiscard]] sql::CompiledPtr compile_delete(const Table& table,
                                                  std::span<const std::size_t> where) const override;
    [[nodiscard]] sql::CompiledPtr compile_load(const Table& table, std::span<const std::size_t> where,
                                                std::size_t rows) const override;

    [[nodiscard]] const sql::Compiled& begin(bool for_reading) const override;
    [[nodiscard]] const sql::Compiled& begin_read_only() const override { return begin_read_only_; }
    [[nodiscard]] std::span<const sql::Compiled> transaction_settings() const override { return settings_; }
    [[nodiscard]] const sql::Compiled& commit() const override;
    [[nodiscard]] const sql::Compiled& rollback() const override;

    [[nodiscard]] sql::CompiledPtr compile_table_names() const override;
    [[nodiscard]] std::vector<sql::CompiledPtr> compile_create(const MetaData::Sorted& sorted,
                                                               std::span<const std::string> existing) const override;
    [[nodiscard]] std::vector<sql::CompiledPtr> compile_drop(const MetaData::Sorted& sorted,
                                                             std::span<const std::string> existing) const override;

private:
    sql::Compiled begin_;
    sql::Compiled begin_read_only_;
    std::vector<sql::Compiled> settings_;
};

}  // namespace athanor::postgresql

namespace athanor::dialects {

void register_postgresql(DialectRegistry& registry);

}  // namespace athanor::dialects
