#include "engine/connection_impl.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "engine/pool/process.hpp"
#include "engine/read_only.hpp"
#include "engine/statement_log.hpp"

namespace athanor {

namespace {

#ifdef NDEBUG
constexpr bool checks_threads = false;
#else
constexpr bool checks_threads = true;
#endif

constexpr std::string_view only_reads = "25006";  // read_only_sql_transaction of the SQL standard

}  // namespace

/// Notices in debug builds that the connection is used while it is at work already.
class Connection::Impl::InUse {
public:
    explicit InUse(std::atomic<bool>& flag) : flag_(flag) {
        if (checks_threads && flag_.exchange(true, std::memory_order_acquire)) {
            throw ThreadError(
                "a connection was used while it was at work, by another thread or by a sink reading its rows",
                "give each thread its own Connection or Session, and run statements after the rows are read");
        }
    }
    ~InUse() {
        if (checks_threads) {
            flag_.store(false, std::memory_order_release);
        }
    }
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;

private:
    std::atomic<bool>& flag_;
};

Connection::Impl::Impl(Engine given, std::shared_ptr<Engine::Impl> shared)
    : engine(std::move(shared)), handle(std::move(given)), pooled(engine->pool->checkout()) {}

void Connection::Impl::require_not_closed() const {
    if (closed_) {
        throw ResourceClosedError("this connection was closed", "take a new one from the engine with connect()");
    }
}

void Connection::Impl::require_usable() {
    require_not_closed();
    leave_parents_connection();
    if (failed) {
        throw PendingRollbackError("this transaction failed earlier and was not rolled back",
                                   "call rollback(), then begin again");
    }
    if (!pooled.usable()) {
        engine->pool->reconnect(pooled);
    }
}

void Connection::Impl::leave_parents_connection() noexcept {
    if (pooled.process != detail::process_generation() && pooled.connection) {
        failed = failed || pooled.connection->in_transaction();
        detail::abandon(std::move(pooled.connection));
    }
}

void Connection::Impl::run(std::span<Execution> list, bool commit, Begin begin) {
    const InUse guard(in_use_);
    if (engine->read_only) {
        detail::refuse_writes(list);
    }
    require_usable();
    const bool open = pooled.connection->in_transaction();
    if (list.empty() && !(commit && open)) {
        return;
    }
    const sql::Compiled* start = nullptr;
    if (!open) {
        if (engine->borrows) {
            engine->prepare(*pooled.connection);
        }
        const bool for_reading =
            begin == Begin::by_statements && std::all_of(list.begin(), list.end(), [](const Execution& execution) {
                return execution.statement->reads_only;
            });
        start = engine->read_only ? &engine->dialect->begin_read_only() : &engine->dialect->begin(for_reading);
    }
    // A sink may throw while COMMIT is on its way already, so COMMIT waits until every row has been taken.
    const bool has_sink =
        std::any_of(list.begin(), list.end(), [](const Execution& execution) { return execution.rows; });
    if (start != nullptr && std::exchange(pooled.unproven, false)) {
        run_first(list, *start);
    } else if (!commit || has_sink) {
        run_wrapped(list, start, false);
    } else {
        return run_wrapped(list, start, true);
    }
    if (commit) {
        run_wrapped({}, nullptr, true);
    }
}

void Connection::Impl::run_first(std::span<Execution> list, const sql::Compiled& begin) {
    const auto& statistics = pooled.connection->statistics();
    const auto answered_before = statistics.executed;
    try {
        return run_wrapped(list, &begin, false);
    } catch (const DBAPIError& error) {
        // Not even BEGIN was answered, so that no sink has seen a row.
        if (statistics.executed != answered_before || !error.details().connection_invalidated ||
            error.details().outcome_unknown) {
            throw;
        }
    }
    failed = false;
    engine->pool->reconnect(pooled);
    run_wrapped(list, &begin, false);
}

void Connection::Impl::run_wrapped(std::span<Execution> list, const sql::Compiled* begin, bool commit) {
    if (begin == nullptr && !commit) {
        return run_raw(list);
    }
    wrapped_.clear();
    const auto settings = engine->dialect->transaction_settings();
    wrapped_.reserve(list.size() + settings.size() + 2);
    if (begin != nullptr) {
        wrapped_.emplace_back().statement = begin;
        for (const auto& setting : settings) {
            wrapped_.emplace_back().statement = &setting;
        }
    }
    const auto first = wrapped_.size();
    std::move(list.begin(), list.end(), std::back_inserter(wrapped_));
    if (commit) {
        wrapped_.emplace_back().statement = &engine->dialect->commit();
    }
    const auto give_back = [&] {
        std::move(wrapped_.begin() + static_cast<std::ptrdiff_t>(first),
                  wrapped_.begin() + static_cast<std::ptrdiff_t>(first + list.size()), list.begin());
    };
    try {
        run_raw(wrapped_);
    } catch (...) {
        give_back();
        throw;
    }
    give_back();
}

void Connection::Impl::run_raw(std::span<Execution> list) {
    guard_transaction([&] { engine->run(*pooled.connection, list); });
}

template <class Work>
void Connection::Impl::guard_transaction(const Work& work) {
    auto& connection = *pooled.connection;
    const bool was_open = connection.in_transaction();
    try {
        work();
    } catch (const DBAPIError& error) {
        if (error.details().connection_invalidated || !connection.is_open()) {
            engine->pool->lost(pooled, error.message());
        } else if (error.details().sqlstate == only_reads && !engine->read_only && !pooled.soft) {
            // After a failover the address may lead elsewhere: the next connection asks it again.
            engine->pool->soft_invalidate(pooled, "the server behind it only reads (25006)");
        }
        note_failure(was_open);
        throw;
    } catch (...) {
        if (!connection.is_open()) {
            engine->pool->lost(pooled, "the exchange with the server was broken off");
        }
        note_failure(was_open);
        throw;
    }
}

void Connection::Impl::note_failure(bool was_open) noexcept {
    // Also when the database ended the transaction itself, or the connection is lost: the work done in it is gone, and
    // going on as if it were there would commit half of it.
    failed = was_open || pooled.lost || pooled.connection->in_transaction();
}

std::int64_t Connection::Impl::copy(std::string_view sql, bool reads_only,
                                    const std::function<std::int64_t(CopySupport&)>& run) {
    const InUse guard(in_use_);
    sql::Compiled statement;
    statement.sql = sql;
    statement.reads_only = reads_only;
    Execution execution;
    execution.statement = &statement;
    if (engine->read_only) {
        detail::refuse_writes({&execution, 1});
    }
    require_usable();
    if (pooled.connection->copy_support() == nullptr) {
        throw NotSupportedError(fmt::format("{} has no COPY", engine->dialect->name()),
                                "insert rows with a Session, or with execute() and a statement that takes many rows");
    }
    if (!pooled.connection->in_transaction()) {
        const auto& dialect = *engine->dialect;
        const auto& start = engine->read_only ? dialect.begin_read_only() : dialect.begin(reads_only);
        std::exchange(pooled.unproven, false) ? run_first({}, start) : run_wrapped({}, &start, false);
    }
    std::int64_t rows = 0;
    guard_transaction([&] {
        const detail::StatisticsScope counted(engine->statistics, *pooled.connection);
        std::optional<detail::StatementLog> log;
        if (engine->options.echo) {
            log.emplace(std::span(&execution, 1), engine->options.hide_parameters);
        }
        rows = run(*pooled.connection->copy_support());
        if (log) {
            log->succeeded();
        }
    });
    return rows;
}

void Connection::Impl::commit() {
    if (!in_transaction()) {
        return;
    }
    try {
        run({}, true);
    } catch (const DBAPIError& error) {
        // SQLite keeps the transaction open when COMMIT meets a lock; the same COMMIT may be tried again.
        failed = !(error.details().retryable && !pooled.lost && pooled.connection->in_transaction());
        throw;
    }
}

void Connection::Impl::rollback() {
    const InUse guard(in_use_);
    leave_parents_connection();
    if (pooled.usable() && pooled.connection->in_transaction()) {
        try {
            engine->reset(*pooled.connection);
        } catch (const DBAPIError& error) {
            if (!error.details().connection_invalidated && pooled.connection->is_open()) {
                throw;
            }
            // The server rolls back what a lost connection left open.
            log(LogLevel::warning, "athanor.engine", error.what());
            engine->pool->lost(pooled, error.message());
        }
    }
    failed = false;
}

void Connection::Impl::close() noexcept {
    if (!std::exchange(closed_, true)) {
        if (engine->borrows && pooled.usable()) {
            try {
                engine->finish(*pooled.connection);
            } catch (const std::exception&) {  // it must not go back as one that only reads
                engine->pool->invalidate(pooled, "the connection stayed one that only reads");
            }
        }
        engine->pool->checkin(std::move(pooled));
        pooled = {};
    }
    failed = false;
}

void Connection::Impl::invalidate(bool soft) {
    const InUse guard(in_use_);
    require_not_closed();
    leave_parents_connection();
    constexpr std::string_view reason = "invalidate() was called";
    if (soft) {
        return engine->pool->soft_invalidate(pooled, reason);
    }
    failed = in_transaction();
    engine->pool->invalidate(pooled, reason);
}

void Connection::Impl::detach() {
    const InUse guard(in_use_);
    require_not_closed();
    leave_parents_connection();
    if (!pooled.usable()) {
        engine->pool->reconnect(pooled);
    }
    engine->pool->detach(pooled);
}

bool Connection::Impl::in_transaction() const noexcept {
    return failed || (pooled.usable() && pooled.connection->in_transaction());
}

}  // namespace athanor
