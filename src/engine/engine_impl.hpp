#pragma once

#include <memory>
#include <mutex>
#include <span>

#include <athanor/engine/engine.hpp>

#include "engine/compiled_cache.hpp"
#include "engine/pool/connection_pool.hpp"
#include "engine/statistics.hpp"

namespace athanor {

/// What all handles of one engine and its connections share. Thread-safe.
struct Engine::Impl {
    Impl(URL where, const std::shared_ptr<const Dialect>& product, const EngineOptions& how);
    /// What reader() gives: with a pool of its own, or that of `owner` where there is but one connection.
    Impl(URL where, const EngineOptions& how, const std::shared_ptr<Impl>& owner);

    /// Runs a list on a connection of this engine: logged if the engine echoes, and counted.
    void run(DriverConnection& connection, std::span<Execution> list);
    /// Does once what each connection of a reader needs.
    void prepare(DriverConnection& connection);
    /// Takes that back, before a connection that is another engine's goes back to its pool.
    void finish(DriverConnection& connection);
    /// Rolls back what is open on a connection.
    void reset(DriverConnection& connection);

    const URL url;
    const std::shared_ptr<const Dialect> dialect;
    const EngineOptions options;
    detail::StatisticsSum statistics;
    detail::CompiledCache shapes;
    detail::CompiledCache named;
    const bool read_only = false;
    const bool borrows = false;  ///< its connections come from the pool of the engine whose reader it is
    std::mutex reader_mutex;
    std::shared_ptr<Impl> reader;  ///< made when it is asked for
    PoolEvents events;
    const std::shared_ptr<detail::ConnectionPool> pool;  // last, so that it goes first: closing it uses the rest

private:
    void run_one(DriverConnection& connection, const sql::Compiled& statement);
    [[nodiscard]] detail::PoolSettings pool_settings();
};

}  // namespace athanor
