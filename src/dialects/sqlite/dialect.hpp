#pragma once

#include <athanor/engine/dialect.hpp>

namespace athanor::sqlite {

/// SQLite 3.35 and later. Stateless; thread-safe.
class SqliteDialect final : public Dialect {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "sqlite"; }
    [[nodiscard]] std::shared_ptr<const Dialect> configured(const URL& url,
                                                            const EngineOptions& options) const override;
    [[nodiscard]] std::unique_ptr<DriverConnection> connect(const URL& url,
                                                            const EngineOptions& options) const override;
    [[nodiscard]] bool single_connection(const URL& url) const override;
    [[nodiscard]] std::unique_ptr<DriverConnection> diagnose(const URL& url, const EngineOptions& options,
                                                             std::vector<Finding>& findings) const override;

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

    /// A transaction that will write takes its lock at once: one that turns to writing later may find it taken and
    /// fail.
    [[nodiscard]] const sql::Compiled& begin(bool for_reading) const override;
    [[nodiscard]] const sql::Compiled& begin_read_only() const override;
    [[nodiscard]] const sql::Compiled* prepare_read_only() const override;
    [[nodiscard]] const sql::Compiled* finish_read_only() const override;
    [[nodiscard]] const sql::Compiled& commit() const override;
    [[nodiscard]] const sql::Compiled& rollback() const override;

    [[nodiscard]] sql::CompiledPtr compile_table_names() const override;
    [[nodiscard]] std::vector<sql::CompiledPtr> compile_create(const MetaData::Sorted& sorted,
                                                               std::span<const std::string> existing) const override;
    [[nodiscard]] std::vector<sql::CompiledPtr> compile_drop(const MetaData::Sorted& sorted,
                                                             std::span<const std::string> existing) const override;
};

}  // namespace athanor::sqlite

namespace athanor::dialects {

void register_sqlite(DialectRegistry& registry);

}  // namespace athanor::dialects
