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
    [[nodiscard]] bool in_transaction() const noexcept;

    /// Used inside create_all, drop_all: the state behind a public handle.
    [[nodiscard]] static Impl& of(Connection& connection) noexcept { return *connection.impl_; }

    std::shared_ptr<Engine::Impl> engine;
    Engine handle;
    detail::PooledConnection pooled;
    bool failed = false;  ///< the transaction is broken and waits for rollback()

private:
    class InUse;

    void require_usable();
    void run_wrapped(std::span<Execution> list, const sql::Compiled* begin, bool commit);
    void run_raw(std::span<Execution> list);
    template <class Work>
    void guard_transaction(const Work& work);

    std::vector<Execution> wrapped_;
    std::atomic<bool> in_use_{false};
};

}  // namespace athanor
