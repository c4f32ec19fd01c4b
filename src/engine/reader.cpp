#include <athanor/engine/engine.hpp>

#include "engine/engine_impl.hpp"
#include "engine/other_urls.hpp"

namespace athanor {

void Engine::Impl::prepare(DriverConnection& connection) {
    if (const auto* statement = read_only ? dialect->prepare_read_only() : nullptr) {
        run_one(connection, *statement);
    }
}

void Engine::Impl::finish(DriverConnection& connection) {
    if (const auto* statement = dialect->finish_read_only()) {
        Execution execution;
        execution.statement = statement;
        run(connection, {&execution, 1});
    }
}

Engine Engine::reader() const {
    if (impl_->read_only) {
        return *this;
    }
    auto url = detail::reader_url(impl_->url, impl_->options);
    const auto options = detail::reader_options(impl_->options);
    // It keeps its owner alive, so that the owner must not keep it.
    if (impl_->dialect->single_connection(url)) {
        return Engine(std::make_shared<Impl>(std::move(url), options, impl_));
    }
    const std::lock_guard lock(impl_->reader_mutex);
    if (!impl_->reader) {
        impl_->reader = std::make_shared<Impl>(std::move(url), options, impl_);
    }
    return Engine(impl_->reader);
}

bool Engine::read_only() const noexcept { return impl_->read_only; }

}  // namespace athanor
