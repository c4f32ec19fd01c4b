#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <athanor/engine/binder.hpp>
#include <athanor/engine/copy.hpp>
#include <athanor/engine/cursor.hpp>
#include <athanor/sql/compiled.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// One statement of a list given to a driver: what to run, where its values come from and where its rows go.
/// Everything pointed to must live until execute returns.
struct Execution {
    const sql::Compiled* statement = nullptr;
    const Parameters* parameters = nullptr;  ///< null: no parameters
    RowSink* rows = nullptr;                 ///< null: result rows are dropped

    std::int64_t affected = 0;       ///< out: rows inserted, updated or deleted, all parameter rows together
    std::vector<std::int64_t> keys;  ///< out: statement->keys != none: keys[i] was generated for parameter row i
};

/// What a connection did so far; tests and benchmarks count with it.
struct DriverStatistics {
    std::uint64_t round_trips = 0;  ///< lists sent to the server (SQLite: lists run)
    std::uint64_t executed = 0;     ///< statements answered; a `loop` statement counts once for each row
    std::uint64_t prepared = 0;     ///< statements prepared
};

/// A connection to a database as its driver gives it: runs lists of statements, knows nothing of models. One thread at
/// a time. Destruction closes it.
class DriverConnection {
public:
    virtual ~DriverConnection();

    /// Runs the statements in order in one exchange with the server: BEGIN, statements and COMMIT may travel together.
    /// The first error stops the list: later statements are not run. Everything the server sent is read before the
    /// first error is thrown, so the connection is usable afterwards unless the error says connection_invalidated.
    /// Parameters of the whole list are encoded and checked before anything is sent where the driver buffers
    /// (PostgreSQL), before each statement otherwise.
    /// If the connection is lost, the error says connection_invalidated, and retryable where nothing can have been
    /// saved.
    /// @throws DBAPIError (a subclass by kind) with statement, SQLSTATE, constraint; DataError for values;
    /// CommitUnknownError if the connection was lost after a COMMIT, or a change outside a transaction, was sent and
    /// before the answer came.
    virtual void execute(std::span<Execution> list) = 0;

    /// True between BEGIN and the end of the transaction, also when it has failed and waits for ROLLBACK.
    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;
    /// False once the connection is known to be lost.
    [[nodiscard]] virtual bool is_open() const noexcept = 0;
    /// Asks a statement running on another thread to stop; it then ends with OperationalError. Thread-safe; returns
    /// within about a second even where the network does not answer; never throws.
    virtual void cancel() noexcept = 0;
    /// Looks, without waiting and without a round trip, whether the server has closed the connection. False: it is
    /// lost.
    [[nodiscard]] virtual bool probe() noexcept = 0;
    /// Null if the database has no COPY.
    [[nodiscard]] virtual CopySupport* copy_support() noexcept;
    /// For example "15.18" or "3.40.1".
    [[nodiscard]] virtual std::string server_version() const = 0;
    /// What the driver knows of this connection, as names and texts for people, in a fixed order: PostgreSQL says
    /// "host", "address", "port", "user", "database", "tls" (such as "TLSv1.3"; empty: none), "cipher", "sslmode" and
    /// "backend" (the number the server gave it); SQLite "file" and "access" ("read only"). No secrets.
    [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> facts() const;
    [[nodiscard]] virtual const DriverStatistics& statistics() const noexcept = 0;
};

}  // namespace athanor

#pragma GCC visibility pop
