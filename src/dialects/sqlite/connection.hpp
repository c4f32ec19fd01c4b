#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <athanor/engine/driver.hpp>
#include <athanor/engine/engine_options.hpp>

#include "dialects/sqlite/binder.hpp"
#include "dialects/sqlite/handles.hpp"
#include "dialects/sqlite/statement_cache.hpp"
#include "dialects/sqlite/time_limit.hpp"

namespace athanor::sqlite {

/// A connection through the SQLite C API. Statements are prepared once and kept; rows go to the sink as they are
/// stepped.
class SqliteConnection final : public DriverConnection {
public:
    SqliteConnection(DatabaseHandle database, const EngineOptions& options);

    void execute(std::span<Execution> list) override;
    bool in_transaction() const noexcept override { return sqlite3_get_autocommit(database_.get()) == 0; }
    bool is_open() const noexcept override { return true; }
    void cancel() noexcept override { sqlite3_interrupt(database_.get()); }
    bool probe() noexcept override { return true; }
    std::string server_version() const override { return sqlite3_libversion(); }
    std::vector<std::pair<std::string, std::string>> facts() const override;
    const DriverStatistics& statistics() const noexcept override { return statistics_; }

private:
    void run(Execution& execution);
    void run_rows(Execution& execution, sqlite3_stmt* statement);
    void run_once(Execution& execution, sqlite3_stmt* statement);
    [[nodiscard]] sqlite3_stmt* prepared(const Execution& execution, StatementHandle& unkept);
    [[nodiscard]] StatementHandle prepare(const sql::Compiled& statement);

    DatabaseHandle database_;           // before the statements: they must go first
    std::unique_ptr<TimeLimit> limit_;  // null: statements may take as long as they like
    StatementCache statements_;
    SqliteBinder binder_;
    DriverStatistics statistics_;
    bool hide_parameters_;
};

}  // namespace athanor::sqlite
