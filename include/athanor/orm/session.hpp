#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

#include <athanor/orm/read_session.hpp>
#include <athanor/orm/write.hpp>

#pragma GCC visibility push(default)

namespace athanor {

struct Changes;

namespace detail {
template <class X>
concept WriteStatement = requires(const X& x) { x.statement(); } && !requires { typename X::row; };
}  // namespace detail

/// A conversation with the database: a transaction, the objects it loaded and the changes to write. Changes are
/// collected and written together (flush), in the order the foreign keys ask for, grouped by table, changed columns
/// only. The same primary key is the same object. Destruction rolls back what is not committed, and logs how many
/// changes that loses. A session and its objects belong to one thread at a time (checked in builds without NDEBUG:
/// ThreadError). After a database error inside the transaction, calls throw PendingRollbackError until rollback().
class Session : public ReadSession {
public:
    /// Takes no connection before it needs one.
    explicit Session(const Engine& engine, const SessionOptions& options = {}) : ReadSession(engine, options) {}

    /// Makes an object part of the session; its row is written at the next flush. Objects connected to it come along
    /// where the relationship's cascade has save-update, which is the default.
    /// @throws InvalidRequestError if the object belongs to another session.
    template <class D>
        requires std::is_base_of_v<detail::ModelTag<D>, D>
    Ref<D> add(D value) {
        return add(make<D>(std::move(value)));
    }
    template <class D>
    Ref<D> add(Ref<D> object) {
        core_->add(object.state());
        return object;
    }
    template <class D>
    void add_all(std::initializer_list<Ref<D>> objects) {
        for (const Ref<D>& object : objects)
            core_->add(object.state());
    }
    template <class D>
        requires std::is_base_of_v<detail::ModelTag<D>, D>
    void add_all(std::initializer_list<D> objects) {
        for (const D& object : objects)
            add(D(object));
    }
    /// Of models, which are moved from, or of Refs.
    template <class D>
    void add_all(std::vector<D> objects) {
        for (D& object : objects)
            add(std::move(object));
    }

    using ReadSession::execute;
    /// Runs an INSERT, UPDATE or DELETE. Flushes first. @returns the number of rows affected.
    template <detail::WriteStatement W>
    std::int64_t execute(const W& write) {
        return core_->execute_write(write.statement());
    }
    /// Writes all changes to the database, inside the transaction. @throws IntegrityError, DataError, StaleDataError …
    void flush() { core_->flush(); }
    /// Flushes and ends the transaction; sends nothing if there is nothing to do. If it throws, nothing was committed:
    /// roll back and try again.
    void commit() { core_->commit(); }
    /// Undoes the transaction, in the database and in memory: new objects are transient again, deleted ones persistent,
    /// changed members and collections have the value they had when the transaction began.
    void rollback() { core_->rollback(); }

    /// Marks an object to be deleted at the next flush, with what its relationships cascade to. (`delete` is a word of
    /// C++.)
    template <class D>
    void delete_(const Ref<D>& object) {
        core_->delete_(object.state());
    }
    /// Takes an object out of the session: it becomes detached, its unflushed changes are not written.
    template <class D>
    void expunge(const Ref<D>& object) {
        core_->expunge(object.state());
    }
    /// What this transaction did so far and what the next flush would write, row by row; include
    /// <athanor/orm/changes.hpp>. Neither flushes nor asks the database.
    [[nodiscard]] Changes changes() const;
    /// How many objects the next flush would write.
    [[nodiscard]] std::size_t pending() const noexcept { return core_->pending(); }
    /// The connection of the current transaction, begun if needed.
    [[nodiscard]] Connection& connection() { return core_->connection(); }
    [[nodiscard]] bool autoflush() const noexcept { return core_->autoflush(); }
    void set_autoflush(bool on) noexcept { core_->set_autoflush(on); }
};

}  // namespace athanor

#pragma GCC visibility pop
