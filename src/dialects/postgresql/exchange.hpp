#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <vector>

#include <athanor/core/error_details.hpp>
#include <athanor/engine/driver.hpp>

#include "dialects/postgresql/cursor.hpp"
#include "dialects/postgresql/handles.hpp"
#include "dialects/postgresql/parameter_block.hpp"
#include "dialects/postgresql/prepared_statements.hpp"
#include "dialects/postgresql/server_wait.hpp"

namespace athanor::postgresql {

/// One list of statements on its way to the server and back: everything is sent in one pipeline, then every answer is
/// read up to the end of the pipeline, whatever happens. Only then is the first error thrown.
class Exchange {
public:
    struct Link {
        PGconn* connection;
        PreparedStatements* prepared;  ///< of the connection; null: statements are sent without names
        DriverStatistics* statistics;
        std::chrono::milliseconds statement_timeout;
        bool hide_parameters;
    };

    /// `blocks` are the encoded parameters of `list`.
    Exchange(Link link, std::span<Execution> list, std::span<const ParameterBlock> blocks);

    /// Sends and reads. Throws nothing but what memory and libpq's own allocation force.
    void run();
    /// True if the connection cannot be used any more.
    [[nodiscard]] bool lost() const noexcept { return lost_; }
    /// True if it is lost because the server was silent for too long.
    [[nodiscard]] bool expired() const noexcept { return wait_.expired(); }
    /// True if the list failed because a prepared statement was out of date, and has left nothing behind: it may be
    /// run again without names once the transaction it began, if any, is rolled back.
    [[nodiscard]] bool may_run_again() const noexcept {
        return stale_ && !lost_ && !began_inside_ && !delivered_ && !committed_;
    }
    /// Throws the first error, if there was one.
    void throw_first_error() const;

private:
    enum class Kind : std::uint8_t { forget_prepared, prepare, run };
    struct Step {
        Kind kind;
        bool named;
        std::size_t execution;
        std::size_t run;
    };
    struct Failure {
        ErrorDetails details;
        std::exception_ptr exception;  ///< of a sink or a conversion; then `details` is empty
        std::size_t execution = 0;
        std::optional<std::size_t> row;
        bool loss = false;  ///< the connection, and not the statement
    };

    void queue();
    [[nodiscard]] bool queue_forget_all();
    [[nodiscard]] bool queue_prepare(std::size_t execution, const char*& name);
    [[nodiscard]] const char* new_name(std::uint64_t id, bool& sent);
    [[nodiscard]] bool queue_run(std::size_t execution, std::size_t run, const char* name);
    [[nodiscard]] std::size_t unanswered() const noexcept { return steps_.size() - answered_; }
    void send();
    [[nodiscard]] bool next(ResultHandle& result);
    void read_step(const Step& step);
    void take(const Step& step, const PGresult* result, RowSink* sink, bool& open);
    void take_command(const Step& step, const PGresult* result);
    void take_error(const Step& step, const PGresult* result);
    void deliver(const Step& step, const PGresult* result, RowSink& sink, bool& open);
    void read_end();
    void note_lost();
    [[nodiscard]] bool settled(std::size_t lost_at) const;
    [[nodiscard]] bool outcome_unknown(std::size_t lost_at) const;
    void forget(const Step& step) noexcept;
    void fail(Failure failure);
    [[nodiscard]] bool shows_values(std::size_t execution) const;
    [[nodiscard]] const sql::Compiled& statement(const Step& step) const { return *list_[step.execution].statement; }

    Link link_;
    ServerWait wait_;
    std::span<Execution> list_;
    std::span<const ParameterBlock> blocks_;
    std::vector<Step> steps_;
    PostgresqlCursor cursor_;
    std::optional<Failure> failure_;
    std::size_t answered_ = 0;   ///< steps whose answer was read to its end
    std::size_t fatal_at_ = 0;   ///< the step in whose place the server's last words came
    bool began_inside_ = false;  ///< a transaction was open when the list was sent
    bool fatal_ = false;         ///< the server said that it ends the connection
    bool in_place_ = false;      ///< and that it was the statement in whose place it said so
    bool stale_ = false;
    bool delivered_ = false;  ///< a sink of the caller's has seen the columns or a row
    bool committed_ = false;
    bool lost_ = false;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
};

}  // namespace athanor::postgresql
