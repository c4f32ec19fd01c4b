#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <athanor/engine/engine.hpp>
#include <athanor/orm/instance_state.hpp>
#include <athanor/orm/mapper.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// How a session behaves.
struct SessionOptions {
    bool autoflush = true;  ///< write pending changes before a query runs
};

namespace detail {

/// The compiled part of Session: unit of work, identity map, loading. Sees mappers, states and void*, never a user's
/// type. Documented at Session, whose calls it carries out.
class SessionCore {
public:
    SessionCore(Engine engine, SessionOptions options);
    ~SessionCore();
    SessionCore(const SessionCore&) = delete;
    SessionCore& operator=(const SessionCore&) = delete;

    void add(InstanceState* state);
    void delete_(InstanceState* state);
    void expunge(InstanceState* state);
    void refresh(InstanceState* state);
    [[nodiscard]] bool contains(const InstanceState* state) const noexcept;
    /// From the identity map, else from the database; null if there is no such row. `key` in the order of the primary
    /// key.
    [[nodiscard]] InstanceState* get(const Mapper& mapper, std::span<const Value> key);

    void flush();
    void commit();
    void rollback();
    void close();
    /// Frees what no Ref holds and nothing changed. Returns how many objects were freed.
    std::size_t release_unused();

    /// Runs a SELECT, after autoflush.
    void query(const sql::Statement& statement, RowSink& sink);
    /// Runs INSERT, UPDATE or DELETE by criteria, after autoflush. Returns affected rows.
    std::int64_t execute_write(const sql::Statement& statement);
    /// The object of a result row: found in the identity map (kept as it is, unless `populate_existing`) or built from
    /// the cells from `first` on, one for each column of the mapper. Null if the key is NULL (outer join). Call it from
    /// a sink.
    [[nodiscard]] InstanceState* load(const Mapper& mapper, const Cursor& cursor, std::size_t first,
                                      bool populate_existing);
    /// Loads a relationship of many objects with one query for each chunk of keys.
    void selectin_load(std::span<InstanceState* const> states, const Relationship& relationship);
    /// Loads a relationship of one object (lazy loading).
    void lazy_load(InstanceState* state, const Relationship& relationship);

    [[nodiscard]] std::size_t pending() const noexcept;  ///< objects that the next flush would write
    [[nodiscard]] const Engine& engine() const noexcept;
    [[nodiscard]] Connection& connection();
    void set_autoflush(bool on) noexcept;
    [[nodiscard]] bool autoflush() const noexcept;

    struct [[gnu::visibility("hidden")]] Impl;
    [[nodiscard]] Impl& impl() noexcept { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace detail
}  // namespace athanor

#pragma GCC visibility pop
