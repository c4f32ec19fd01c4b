#include <athanor/core/error.hpp>
#include <athanor/engine/pool_events.hpp>

namespace athanor {

void PoolEvents::listen(PoolEvent event, PoolListener listener) {
    if (!listener) {
        throw ArgumentError("a pool event was given an empty listener", "pass a function");
    }
    const auto kind = static_cast<std::size_t>(event);
    const std::lock_guard lock(mutex_);
    // Those who are calling the old list meanwhile keep it.
    auto grown = listeners_.at(kind) ? std::make_shared<Listeners>(*listeners_[kind]) : std::make_shared<Listeners>();
    grown->push_back(std::move(listener));
    listeners_[kind] = std::move(grown);
    heard_.fetch_or(1U << kind, std::memory_order_relaxed);
}

void PoolEvents::emit(const PoolEventInfo& info) const {
    const auto kind = static_cast<std::size_t>(info.event);
    if ((heard_.load(std::memory_order_relaxed) >> kind & 1U) == 0) {
        return;
    }
    std::shared_ptr<const Listeners> called;
    {
        const std::lock_guard lock(mutex_);
        called = listeners_[kind];
    }
    for (const auto& listener : *called) {
        listener(info);
    }
}

}  // namespace athanor
