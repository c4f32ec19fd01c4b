#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <athanor/engine/connection.hpp>
#include <athanor/engine/engine.hpp>

#include "engine/engine_impl.hpp"

namespace athanor {

/// A connection on loan and the state of its transaction. One thread at a time.
struct Connection::Impl {
    Impl(Engine handle, std::shared_ptr<Engine::Impl> shared);
    ~Impl() { close(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    enum class Begin { by_statements, for_writing };

    /// Runs a list, with BEGIN in front where none is open, and COMMIT behind if `commit`.
    void run(std::span<Execution> list, bool commit, Begin begin = Begin::by_statements);
    /// Runs a COPY, with BEGIN before it where no transaction is open.
    std::int64_t copy(std::string_view sql, bool reads_only, const std::function<std::int64_t(CopySupport&)>& run);
    void commit();
    void rollback();
    void close() noexcept;
    void invalidate(bool soft);
    void detach();
    [[nodiscard]] bool in_transaction() const noexcept;
    [[nodiscard]] bool is_closed() const noexcept { return closed_; }

    /// Used inside create_all, drop_all: the state behind a public handle.
    [[nodiscard]] static Impl& of(Connection& connection) noexcept { return *connection.impl_; }

    std::shared_ptr<Engine::Impl> engine;
    Engine handle;
    detail::PooledConnection pooled;
    bool failed = false;  ///< the transaction is broken and waits for rollback()

private:
    class InUse;

    void require_not_closed() const;
    void require_usable();
    /// After a fork: leaves the parent its connection.
    void leave_parents_connection() noexcept;
    /// The first list on a connection that may have died while it was idle. Nothing in it lasts, so that it may be run
    /// again on another connection if this one dies without an answer.
    void run_first(std::span<Execution> list, const sql::Compiled& begin);
    void run_wrapped(std::span<Execution> list, const sql::Compiled* begin, bool commit);
    void run_raw(std::span<Execution> list);
    void note_failure(bool was_open) noexcept;
    template <class Work>
    void guard_transaction(const Work& work);

    std::vector<Execution> wrapped_;
    std::atomic<bool> in_use_{false};
    bool closed_ = false;
};

}  // namespace athanor
