#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/engine/copy.hpp>
#include <athanor/engine/driver.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor {

class Engine;

/// Rows of a statement run without models: column names, also where no row came, and one Value for each cell. For tools
/// and tests.
struct ValueRows {
    std::vector<std::string> columns;
    std::vector<std::vector<Value>> rows;
    std::int64_t affected = 0;
};

/// A connection taken from an engine's pool. A transaction begins by itself with the first statement and ends with
/// commit() or rollback(); destruction rolls back what is open and returns the connection. Move-only. One thread at a
/// time. After an error inside a transaction everything but rollback() throws PendingRollbackError. After the loss of
/// the connection to the server too; after rollback() the same object connects again by itself. In a process forked
/// from the one that took it, it connects again likewise, and leaves the parent its connection.
class Connection {
public:
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// Runs a list in one exchange, with BEGIN in front if no transaction is open.
    /// @throws DBAPIError and its subclasses, ThreadError (debug builds) if two threads use the connection at once.
    void execute(std::span<Execution> list);
    /// The same with COMMIT behind, so that BEGIN, statements and COMMIT travel together. If it throws, nothing was
    /// committed unless the error says that the outcome is unknown.
    void execute_and_commit(std::span<Execution> list);
    /// Runs a statement, compiled through the engine's cache, with its rows to `sink` (may be null). Returns affected
    /// rows.
    std::int64_t execute(const sql::Statement& statement, RowSink* sink = nullptr);
    /// Runs SQL text as the database spells it (`?` in SQLite, `$1` in PostgreSQL), outside the cache of shapes.
    ValueRows exec_driver_sql(std::string_view sql, std::span<const Value> parameters = {});

    /// Runs one COPY … FROM STDIN inside the transaction, as every statement; returns the rows copied. PostgreSQL only.
    /// An error of the server or an exception of the source leaves nothing to keep but rollback(). What the server has
    /// against a row is known only after the source has ended.
    /// @throws ArgumentError if the text is no COPY, NotSupportedError (SQLite); what execute() throws, and the source.
    std::int64_t copy_in(std::string_view sql, CopySource& source);
    /// The same with COPY … TO STDOUT.
    std::int64_t copy_out(std::string_view sql, CopySink& sink);
    /// The same with a function: `next()` gives a std::string_view, `take(std::string_view)` takes one.
    template <class Next>
        requires requires(Next& next) {
            { next() } -> std::same_as<std::string_view>;
        }
    std::int64_t copy_in(std::string_view sql, Next&& next);
    template <class Take>
        requires std::invocable<Take&, std::string_view>
    std::int64_t copy_out(std::string_view sql, Take&& take);

    /// Ends the transaction; sends nothing if none was begun.
    /// @throws CommitUnknownError if the connection was lost before the answer came.
    void commit();
    void rollback();
    [[nodiscard]] bool in_transaction() const noexcept;

    /// Closes the connection to the server now; after rollback() of what was open the next statement connects again.
    /// `soft`: stays usable and is closed when it comes back to the pool.
    void invalidate(bool soft = false);
    /// True between the loss of the connection (or invalidate()) and the statement that connects again.
    [[nodiscard]] bool invalidated() const noexcept;
    /// Takes the connection out of the pool for good: its place is free for another, close() closes it.
    void detach();

    /// @throws ResourceClosedError if there is no connection now: after close() or invalidate().
    [[nodiscard]] DriverConnection& driver() const;
    [[nodiscard]] const Engine& engine() const noexcept;
    /// Gives the connection back to the pool now.
    void close() noexcept;

    struct [[gnu::visibility("hidden")]] Impl;

private:
    friend class Engine;
    explicit Connection(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> impl_;
};

template <class Next>
    requires requires(Next& next) {
        { next() } -> std::same_as<std::string_view>;
    }
std::int64_t Connection::copy_in(std::string_view sql, Next&& next) {
    struct Source final : CopySource {
        explicit Source(Next& f) : function(f) {}
        std::string_view next() override { return function(); }
        Next& function;
    } source(next);
    return copy_in(sql, static_cast<CopySource&>(source));
}

template <class Take>
    requires std::invocable<Take&, std::string_view>
std::int64_t Connection::copy_out(std::string_view sql, Take&& take) {
    struct Sink final : CopySink {
        explicit Sink(Take& f) : function(f) {}
        void take(std::string_view piece) override { function(piece); }
        Take& function;
    } sink(take);
    return copy_out(sql, static_cast<CopySink&>(sink));
}

}  // namespace athanor

#pragma GCC visibility pop
