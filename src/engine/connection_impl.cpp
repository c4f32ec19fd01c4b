#include "engine/connection_impl.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

#include "engine/read_only.hpp"
#include "engine/statement_log.hpp"

namespace athanor {

namespace {

#ifdef NDEBUG
constexpr bool checks_threads = false;
#else
constexpr bool checks_threads = true;
#endif

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

void Connection::Impl::require_usable() {
    if (!pooled.connection) {
        throw ResourceClosedError("this connection was closed", "take a new one from the engine with connect()");
    }
    if (failed) {
        throw PendingRollbackError("this transaction failed earlier and was not rolled back",
                                   "call rollback(), then begin again");
    }
    if (!pooled.connection->is_open()) {
        engine->pool->checkin(std::move(pooled));
        pooled = engine->pool->checkout();
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
        const bool for_reading =
            begin == Begin::by_statements && std::all_of(list.begin(), list.end(), [](const Execution& execution) {
                return execution.statement->reads_only;
            });
        start = engine->read_only ? &engine->dialect->begin_read_only() : &engine->dialect->begin(for_reading);
    }
    // A sink may throw while COMMIT is on its way already, so COMMIT waits until every row has been taken.
    const bool has_sink =
        std::any_of(list.begin(), list.end(), [](const Execution& execution) { return execution.rows; });
    if (commit && has_sink) {
        run_wrapped(list, start, false);
        run_wrapped({}, nullptr, true);
    } else {
        run_wrapped(list, start, commit);
    }
}

void Connection::Impl::run_wrapped(std::span<Execution> list, const sql::Compiled* begin, bool commit) {
    if (begin == nullptr && !commit) {
        return run_raw(list);
    }
    wrapped_.clear();
    wrapped_.reserve(list.size() + 2);
    if (begin != nullptr) {
        wrapped_.emplace_back().statement = begin;
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
    } catch (...) {
        // Also when the database ended the transaction itself, or the connection is lost: the work done in it is gone,
        // and going on as if it were there would commit half of it.
        failed = was_open || connection.in_transaction();
        throw;
    }
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
    auto* const driver = pooled.connection->copy_support();
    if (driver == nullptr) {
        throw NotSupportedError(fmt::format("{} has no COPY", engine->dialect->name()),
                                "insert rows with a Session, or with execute() and a statement that takes many rows");
    }
    if (!pooled.connection->in_transaction()) {
        const auto& dialect = *engine->dialect;
        run_wrapped({}, engine->read_only ? &dialect.begin_read_only() : &dialect.begin(reads_only), false);
    }
    std::int64_t rows = 0;
    guard_transaction([&] {
        const detail::StatisticsScope counted(engine->statistics, *pooled.connection);
        std::optional<detail::StatementLog> log;
        if (engine->options.echo) {
            log.emplace(std::span(&execution, 1), engine->options.hide_parameters);
        }
        rows = run(*driver);
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
        failed = !(error.details().retryable && pooled.connection->in_transaction());
        throw;
    }
}

void Connection::Impl::rollback() {
    const InUse guard(in_use_);
    if (pooled.connection && pooled.connection->in_transaction()) {
        try {
            engine->reset(*pooled.connection);
        } catch (const DBAPIError& error) {
            if (pooled.connection->is_open()) {
                throw;
            }
            // The server rolls back what a lost connection left open.
            log(LogLevel::warning, "athanor.engine", error.what());
        }
    }
    failed = false;
}

void Connection::Impl::close() noexcept {
    if (pooled.connection) {
        engine->pool->checkin(std::move(pooled));
        pooled = {};
    }
    failed = false;
}

bool Connection::Impl::in_transaction() const noexcept {
    return failed || (pooled.connection && pooled.connection->in_transaction());
}

}  // namespace athanor
