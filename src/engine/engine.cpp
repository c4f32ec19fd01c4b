#include <athanor/core/logging.hpp>
#include <athanor/engine/engine.hpp>

#include "engine/connection_impl.hpp"
#include "engine/engine_impl.hpp"
#include "engine/engine_options.hpp"
#include "engine/other_urls.hpp"
#include "engine/statement_log.hpp"

namespace athanor {

namespace {

std::shared_ptr<const Dialect> configured(const std::shared_ptr<const Dialect>& dialect, const URL& url,
                                          const EngineOptions& options) {
    auto own = dialect->configured(url, options);
    return own ? own : dialect;
}

}  // namespace

Engine::Impl::Impl(URL where, const std::shared_ptr<const Dialect>& product, const EngineOptions& how)
    : url(std::move(where)),
      dialect(configured(product, url, how)),
      options(how),
      pool(std::make_shared<detail::ConnectionPool>(pool_settings())) {}

// A database in memory is reached through the owner's pool only: the pointer shares the owner, not the pool alone.
Engine::Impl::Impl(URL where, const EngineOptions& how, const std::shared_ptr<Impl>& owner)
    : url(std::move(where)),
      dialect(configured(owner->dialect, url, how)),
      options(how),
      read_only(true),
      borrows(dialect->single_connection(url)),
      pool(borrows ? std::shared_ptr<detail::ConnectionPool>(owner, owner->pool.get())
                   : std::make_shared<detail::ConnectionPool>(pool_settings())) {}

void Engine::Impl::run(DriverConnection& connection, std::span<Execution> list) {
    const detail::StatisticsScope counted(statistics, connection);
    if (!options.echo) {
        return connection.execute(list);
    }
    detail::StatementLog log(list, options.hide_parameters);
    connection.execute(list);
    log.succeeded();
}

void Engine::Impl::run_one(DriverConnection& connection, const sql::Compiled& statement) {
    Execution execution;
    execution.statement = &statement;
    run(connection, {&execution, 1});
}

void Engine::Impl::reset(DriverConnection& connection) { run_one(connection, dialect->rollback()); }

detail::PoolSettings Engine::Impl::pool_settings() {
    auto settings = detail::pool_settings(options, dialect->single_connection(url));
    settings.connect = [this] {
        auto connection = dialect->connect(url, options);
        statistics.count_connect();
        prepare(*connection);
        return connection;
    };
    settings.rollback = [this](DriverConnection& connection) { reset(connection); };
    settings.commit = [this](DriverConnection& connection) { run_one(connection, dialect->commit()); };
    settings.events = &events;
    return settings;
}

Engine::Engine(std::shared_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Connection Engine::connect() const { return Connection(std::make_unique<Connection::Impl>(*this, impl_)); }

const URL& Engine::url() const noexcept { return impl_->url; }
const Dialect& Engine::dialect() const noexcept { return *impl_->dialect; }
const EngineOptions& Engine::options() const noexcept { return impl_->options; }
EngineStatistics Engine::statistics() const { return impl_->statistics.read(); }
PoolStatus Engine::pool_status() const { return impl_->pool->status(); }
PoolEvents& Engine::events() const noexcept { return impl_->events; }

void Engine::dispose(bool close) const {
    impl_->pool->dispose(close);
    const std::lock_guard lock(impl_->reader_mutex);
    if (impl_->reader) {
        impl_->reader->pool->dispose(close);
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

Engine create_engine(std::string_view url) { return create_engine(url, EngineOptions()); }

Engine create_engine(const URL& url) { return create_engine(url, EngineOptions()); }

Engine create_engine(std::string_view url, const EngineOptions& options) {
    return create_engine(make_url(url), options);
}

Engine create_engine(const URL& url, const EngineOptions& options) {
    detail::check_options(options);
    const auto dialect = DialectRegistry::instance().get(url.dialect());
    detail::check_other_urls(url, options);
    if (options.echo && !log_enabled(LogLevel::info, "athanor.engine")) {
        set_log_level("athanor.engine", LogLevel::info);
    }
    if (options.echo_pool && !log_enabled(LogLevel::debug, "athanor.pool")) {
        set_log_level("athanor.pool", LogLevel::debug);
    }
    return Engine(std::make_shared<Engine::Impl>(url, dialect, options));
}

}  // namespace athanor
