#include <athanor/core/logging.hpp>
#include <athanor/engine/engine.hpp>

#include "engine/connection_impl.hpp"
#include "engine/engine_impl.hpp"
#include "engine/engine_options.hpp"
#include "engine/other_urls.hpp"
#include "engine/statement_log.hpp"

namespace athanor {

namespace {

detail::PoolSettings pool_settings(Engine::Impl& engine) {
    const bool single = engine.dialect->single_connection(engine.url);
    detail::PoolSettings settings;
    settings.size = single ? 1 : static_cast<std::size_t>(engine.options.pool_size);
    settings.overflow = single ? 0 : static_cast<std::size_t>(engine.options.max_overflow);
    settings.timeout = engine.options.pool_timeout;
    settings.pre_ping = engine.options.pool_pre_ping;
    settings.single = single;
    settings.connect = [&engine] {
        auto connection = engine.dialect->connect(engine.url, engine.options);
        engine.statistics.count_connect();
        engine.prepare(*connection);
        return connection;
    };
    settings.reset = [&engine](DriverConnection& connection) { engine.reset(connection); };
    return settings;
}

}  // namespace

Engine::Impl::Impl(URL where, std::shared_ptr<const Dialect> product, const EngineOptions& how)
    : url(std::move(where)),
      dialect(std::move(product)),
      options(how),
      pool(std::make_shared<detail::BoundedPool>(pool_settings(*this))) {}

// A database in memory is reached through the owner's pool only: the pointer shares the owner, not the pool alone.
Engine::Impl::Impl(URL where, const EngineOptions& how, const std::shared_ptr<Impl>& owner)
    : url(std::move(where)),
      dialect(owner->dialect),
      options(how),
      read_only(true),
      pool(dialect->single_connection(url) ? std::shared_ptr<detail::ConnectionPool>(owner, owner->pool.get())
                                           : std::make_shared<detail::BoundedPool>(pool_settings(*this))) {}

void Engine::Impl::run(DriverConnection& connection, std::span<Execution> list) {
    const detail::StatisticsScope counted(statistics, connection);
    if (!options.echo) {
        return connection.execute(list);
    }
    detail::StatementLog log(list, options.hide_parameters);
    connection.execute(list);
    log.succeeded();
}

void Engine::Impl::reset(DriverConnection& connection) {
    Execution rollback;
    rollback.statement = &dialect->rollback();
    run(connection, {&rollback, 1});
}

Engine::Engine(std::shared_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Connection Engine::connect() const { return Connection(std::make_unique<Connection::Impl>(*this, impl_)); }

const URL& Engine::url() const noexcept { return impl_->url; }
const Dialect& Engine::dialect() const noexcept { return *impl_->dialect; }
const EngineOptions& Engine::options() const noexcept { return impl_->options; }
EngineStatistics Engine::statistics() const { return impl_->statistics.read(); }
void Engine::dispose() const {
    impl_->pool->dispose();
    const std::lock_guard lock(impl_->reader_mutex);
    if (impl_->reader) {
        impl_->reader->pool->dispose();
    }
}

sql::CompiledPtr Engine::compile(const sql::Statement& statement, const Dialect::Shape& shape) const {
    if (auto found = impl_->shapes.find(shape.key)) {
        return found;
    }
    auto compiled = impl_->dialect->compile(statement);
    impl_->statistics.count_compiled();
    return impl_->shapes.store(shape.key, std::move(compiled));
}

sql::CompiledPtr Engine::find_cached(std::string_view key) const { return impl_->named.find(key); }

sql::CompiledPtr Engine::store_cached(std::string_view key, sql::CompiledPtr compiled) const {
    impl_->statistics.count_compiled();
    return impl_->named.store(key, std::move(compiled));
}

Engine create_engine(std::string_view url, const EngineOptions& options) {
    return create_engine(make_url(url), options);
}

Engine create_engine(const URL& url, const EngineOptions& options) {
    detail::check_options(options);
    auto dialect = DialectRegistry::instance().get(url.dialect());
    detail::check_other_urls(url, options);
    if (options.echo && !log_enabled(LogLevel::info, "athanor.engine")) {
        set_log_level("athanor.engine", LogLevel::info);
    }
    return Engine(std::make_shared<Engine::Impl>(url, std::move(dialect), options));
}

}  // namespace athanor
