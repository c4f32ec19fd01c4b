#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <athanor/orm/session_core.hpp>

#include "orm/identity_map.hpp"
#include "orm/thread_guard.hpp"

namespace athanor::detail {

/// The state of a session. Every list holds objects of its family, each at most once.
struct SessionCore::Impl {
    Impl(SessionCore& owner, Engine from, SessionOptions with);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    SessionCore& session;
    Engine engine;
    SessionOptions options;
    ThreadGuard guard;
    Family* family;
    IdentityMap identity;
    std::optional<Connection> connection;  ///< from the first statement of a transaction to its end

    std::vector<InstanceState*> pending;    ///< to be inserted, in the order they were added
    std::vector<InstanceState*> modified;   ///< persistent, with changes that no flush has looked at
    std::vector<InstanceState*> to_delete;  ///< delete_ was called
    std::vector<InstanceState*> changed;    ///< with a ChangeRecord: what a rollback looks at
    std::vector<InstanceState*> deleted;    ///< deleted by a flush of this transaction
    std::string failure;                    ///< why a flush failed; until rollback()
    bool flushing = false;

    Connection& connect();
    void check_usable() const;
    void autoflush();
    /// Drops the transaction's memory after a COMMIT and gives the connection back.
    void finish_commit();
    /// Rolls back in the database and gives the connection back. A connection that is lost has rolled back by itself.
    void rollback_connection() noexcept;
    /// Puts every object back to the start of the transaction.
    void restore_objects();
    void flush(bool and_commit);

    /// Makes one object part of the session (without its neighbours).
    void attach(InstanceState* state);
    /// A pending object becomes transient again.
    void forget_pending(InstanceState* state);
    /// Takes an object out of every list and of the identity map; it stays in the family.
    void detach(InstanceState* state);
    void erase_identity(InstanceState* state);
    /// A pending object has its row now.
    void mark_inserted(InstanceState* state);
    /// Marks an object and what its relationships cascade to; the flush deletes them.
    void mark_deleted(InstanceState* state);

    /// Where the foreign key of a One points, if that object is in the session.
    [[nodiscard]] InstanceState* find_referred(const InstanceState* owner, const Relationship& relationship);
    /// Loads a relationship of one object without flushing first.
    void load_relationship(InstanceState* state, const Relationship& relationship);
    /// Runs a SELECT of whole rows of a mapper and gives their objects, in the order they came, without flushing first.
    void load_statement(const Mapper& mapper, const sql::Statement& statement, std::vector<InstanceState*>& states);
    void load_rows(const Mapper& mapper, Execution execution, const sql::Compiled& statement, bool populate_existing,
                   std::vector<InstanceState*>& states);
    /// The same by keys, each of as many values as `columns`, in any order; several queries if there are many keys.
    void load_by_key(const Mapper& mapper, std::span<const std::size_t> columns, std::span<const Value> keys,
                     bool populate_existing, std::vector<InstanceState*>& states);
};

/// While it lives, its thread is inside the session (null: no session).
/// @throws ThreadError if another thread is.
class ThreadUse {
public:
#ifdef NDEBUG
    explicit ThreadUse(SessionCore* /*session*/) noexcept {}
#else
    explicit ThreadUse(SessionCore* session) : guard_(session == nullptr ? nullptr : &session->impl().guard) {
        if (guard_ != nullptr) {
            guard_->enter();
        }
    }
    ~ThreadUse() {
        if (guard_ != nullptr) {
            guard_->leave();
        }
    }
    ThreadUse(const ThreadUse&) = delete;
    ThreadUse& operator=(const ThreadUse&) = delete;

private:
    ThreadGuard* guard_;
#endif
};

}  // namespace athanor::detail
