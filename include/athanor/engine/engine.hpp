#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include <athanor/core/url.hpp>
#include <athanor/engine/connection.hpp>
#include <athanor/engine/dialect.hpp>
#include <athanor/engine/engine_options.hpp>
#include <athanor/engine/pool_status.hpp>

#pragma GCC visibility push(default)

namespace athanor {

class PoolEvents;

/// What an engine did so far, summed over its connections, closed ones included.
struct EngineStatistics {
    DriverStatistics driver;
    std::uint64_t compiled = 0;  ///< statements compiled to SQL: one for each shape
    std::uint64_t connects = 0;  ///< connections opened
};

/// The source of connections to one database, with its dialect, its pool and its cache of compiled statements. A
/// handle: copies share the engine, the last one closes its idle connections. Thread-safe.
class Engine {
public:
    /// A connection from the pool, without a transaction.
    /// @throws TimeoutError if none is free in time; OperationalError if a new one cannot be made.
    [[nodiscard]] Connection connect() const;

    /// The same data for reading only: connections to EngineOptions::reader_url, or else to the engine's own URL, from
    /// a pool of their own (a database in memory has but one connection). Every transaction is a read-only one, and a
    /// statement that writes is an InvalidRequestError before anything is sent. All calls give the same engine; the
    /// reader of a reader is itself. A replica may be a little behind.
    [[nodiscard]] Engine reader() const;
    /// True for what reader() gives.
    [[nodiscard]] bool read_only() const noexcept;

    [[nodiscard]] const URL& url() const noexcept;
    [[nodiscard]] const Dialect& dialect() const noexcept;
    [[nodiscard]] const EngineOptions& options() const noexcept;
    [[nodiscard]] EngineStatistics statistics() const;

    /// The compiled form of a statement from the cache, compiled first if its shape is new.
    [[nodiscard]] sql::CompiledPtr compile(const sql::Statement& statement, const Dialect::Shape& shape) const;
    /// A compiled statement of the unit of work from the cache; `key` names it within the engine.
    template <class Make>
    [[nodiscard]] sql::CompiledPtr cached(std::string_view key, const Make& make) const {
        if (auto found = find_cached(key))
            return found;
        return store_cached(key, make());
    }

    [[nodiscard]] PoolStatus pool_status() const;
    /// Where to listen to what happens to connections; see pool_events.hpp. Lives as long as the engine.
    [[nodiscard]] PoolEvents& events() const noexcept;

    /// Closes idle connections, those of the reader too; those in use are closed when they come back. `close` false:
    /// forgets the idle ones and leaves them open, for a process that shares them with its parent. After fork() that is
    /// done by itself.
    void dispose(bool close = true) const;

    struct [[gnu::visibility("hidden")]] Impl;

private:
    friend Engine create_engine(const URL&, const EngineOptions&) __attribute__((visibility("default")));
    explicit Engine(std::shared_ptr<Impl> impl) noexcept;
    [[nodiscard]] sql::CompiledPtr find_cached(std::string_view key) const;
    [[nodiscard]] sql::CompiledPtr store_cached(std::string_view key, sql::CompiledPtr compiled) const;

    std::shared_ptr<Impl> impl_;
};

/// Makes an engine for a database URL: `sqlite:///file.db`, `sqlite://` (memory),
/// `postgresql://user:password@host/name`. Connects lazily.
/// @throws ArgumentError for a malformed URL or an option out of range, NoSuchModuleError for an unknown dialect.
[[nodiscard]] Engine create_engine(std::string_view url, const EngineOptions& options);
[[nodiscard]] Engine create_engine(const URL& url, const EngineOptions& options);
[[nodiscard]] Engine create_engine(std::string_view url);
[[nodiscard]] Engine create_engine(const URL& url);

/// Creates the tables of `metadata` that do not exist yet, in dependency order, in one transaction, over
/// EngineOptions::direct_url where that is set.
/// @throws InvalidRequestError if the engine only reads, or reaches the server through a pooler and has no direct_url.
void create_all(const Engine& engine, const MetaData& metadata);
/// Drops the tables of `metadata` that exist, in reverse order, in one transaction; otherwise as create_all.
void drop_all(const Engine& engine, const MetaData& metadata);

}  // namespace athanor

#pragma GCC visibility pop
