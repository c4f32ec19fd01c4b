#include "dialects/sqlite/connection.hpp"

#include <athanor/core/error.hpp>

#include "dialects/sqlite/cursor.hpp"
#include "dialects/sqlite/errors.hpp"
#include "engine/parameter_rows.hpp"
#include "engine/parameter_text.hpp"

namespace athanor::sqlite {

SqliteConnection::SqliteConnection(DatabaseHandle database, const EngineOptions& options)
    : database_(std::move(database)),
      limit_(options.statement_timeout > 0 ? std::make_unique<TimeLimit>(database_.get(), options.statement_timeout)
                                           : nullptr),
      statements_(static_cast<std::size_t>(options.statement_cache_size)),
      binder_(!options.hide_parameters),
      hide_parameters_(options.hide_parameters) {}

void SqliteConnection::execute(std::span<Execution> list) {
    if (list.empty()) {
        return;
    }
    ++statistics_.round_trips;
    for (auto& execution : list) {
        run(execution);
    }
}

void SqliteConnection::run(Execution& execution) {
    execution.affected = 0;
    execution.keys.clear();
    StatementHandle unkept;
    sqlite3_stmt* const statement = prepared(execution, unkept);
    const ResetAtExit reset(statement);
    run_rows(execution, statement);
}

sqlite3_stmt* SqliteConnection::prepared(const Execution& execution, StatementHandle& unkept) {
    const auto id = execution.statement->id;
    if (auto* const found = id != 0 ? statements_.find(id) : nullptr) {
        return found;
    }
    try {
        auto made = prepare(*execution.statement);
        ++statistics_.prepared;
        if (id != 0) {
            return statements_.store(id, std::move(made));
        }
        unkept = std::move(made);
        return unkept.get();
    } catch (const Error& error) {
        detail::raise_in(execution, error, hide_parameters_);
    }
}

StatementHandle SqliteConnection::prepare(const sql::Compiled& statement) {
    const unsigned int flags = statement.id != 0 ? SQLITE_PREPARE_PERSISTENT : 0;
    const auto next = [&](std::string_view& text) {
        sqlite3_stmt* made = nullptr;
        const char* tail = nullptr;
        const int code =
            sqlite3_prepare_v3(database_.get(), text.data(), static_cast<int>(text.size()), flags, &made, &tail);
        StatementHandle handle(made);
        if (code != SQLITE_OK) {
            throw_error(describe_error(database_.get(), code, statement.table));
        }
        text.remove_prefix(static_cast<std::size_t>(tail - text.data()));
        return handle;
    };
    std::string_view text = statement.sql;
    auto handle = next(text);
    if (!handle) {
        throw ProgrammingError("the text holds no SQL statement", "give one statement");
    }
    // What follows may be a comment, which SQLite takes for no statement.
    if (text.find_first_not_of(" \t\r\n;") != std::string_view::npos && (text.front() == '\0' || next(text))) {
        throw ProgrammingError("the text holds more than one SQL statement", "run one statement at a time");
    }
    return handle;
}

void SqliteConnection::run_rows(Execution& execution, sqlite3_stmt* statement) {
    const auto& compiled = *execution.statement;
    if (compiled.rows == sql::Compiled::Rows::arrays) {
        throw NotSupportedError("SQLite has no array parameters", "this is a fault of the dialect's compiler");
    }
    const auto rows = detail::parameter_rows(execution);
    if (compiled.keys == sql::Compiled::Keys::last_row_id) {
        execution.keys.reserve(rows);
    }
    for (std::size_t row = 0; row < rows; ++row) {
        try {
            binder_.begin(statement, compiled.parameters);
            detail::bind_row(execution, row, binder_);
            binder_.end_row();
        } catch (const Error& error) {
            detail::raise_in(execution, error, hide_parameters_, row);
        }
        ++statistics_.executed;
        try {
            run_once(execution, statement);
        } catch (const DBAPIError& error) {
            // Errors of the sink come through here as well; those of ours have the driver's name.
            if (error.details().driver.empty()) {
                throw;
            }
            detail::raise_in(execution, error, hide_parameters_, row);
        }
        if (compiled.keys == sql::Compiled::Keys::last_row_id) {
            execution.keys.push_back(sqlite3_last_insert_rowid(database_.get()));
        }
    }
}

void SqliteConnection::run_once(Execution& execution, sqlite3_stmt* statement) {
    const bool writes = sqlite3_stmt_readonly(statement) == 0;
    const auto changes_before = writes ? sqlite3_total_changes64(database_.get()) : 0;
    if (limit_) {
        limit_->start();
    }
    int code = sqlite3_step(statement);
    if (execution.rows != nullptr && (code == SQLITE_ROW || code == SQLITE_DONE)) {
        const SqliteCursor cursor(statement, execution.statement->results);
        if (cursor.columns() > 0) {
            execution.rows->begin(cursor);
        }
        for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
            execution.rows->row(cursor);
        }
    }
    while (code == SQLITE_ROW) {
        code = sqlite3_step(statement);
    }
    // With what was prepared by sqlite3_prepare_v3, reset repeats the code and the message of the failed step.
    if (const int after = sqlite3_reset(statement); code != SQLITE_DONE) {
        auto details = describe_error(database_.get(), after != SQLITE_OK ? after : code, execution.statement->table);
        if (limit_ && limit_->is_over() && details.native_code == SQLITE_INTERRUPT) {
            details.hint = "it took longer than statement_timeout allows";
        }
        throw_error(std::move(details));
    }
    // sqlite3_changes keeps the count of an earlier statement when this one was, say, CREATE TABLE.
    if (writes && sqlite3_total_changes64(database_.get()) != changes_before) {
        execution.affected += sqlite3_changes64(database_.get());
    }
}

}  // namespace athanor::sqlite
