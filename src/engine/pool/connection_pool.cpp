#include "engine/pool/connection_pool.hpp"

#include <athanor/core/error.hpp>

#include "engine/pool/pool_core.hpp"
#include "engine/pool/pool_log.hpp"
#include "engine/pool/process.hpp"

namespace athanor::detail {

ConnectionPool::ConnectionPool(PoolSettings settings)
    : settings_(std::move(settings)), core_(new Core(settings_.limits, process_generation())) {}

ConnectionPool::~ConnectionPool() {
    const std::unique_ptr<Core> last(core_.load());
    if (last->process != process_generation()) {
        for (auto& each : last->idle) {
            abandon(std::move(each.connection));
        }
    }
}

ConnectionPool::Core& ConnectionPool::core() const {
    auto* current = core_.load(std::memory_order_acquire);
    if (current->process == process_generation()) {
        return *current;
    }
    // A child of fork. Another thread of the parent may have held the lock, so that it is never free here: the old core
    // is not touched and not freed.
    auto fresh = std::make_unique<Core>(settings_.limits, process_generation());
    if (core_.compare_exchange_strong(current, fresh.get(), std::memory_order_acq_rel)) {
        return *fresh.release();
    }
    return *current;
}

PoolStatus ConnectionPool::status() const {
    auto& shared = core();
    const std::lock_guard lock(shared.mutex);
    const auto total = static_cast<int>(shared.state.total());
    const auto idle = static_cast<int>(shared.state.idle());
    const char* name = settings_.kind == PoolClass::null          ? "NullPool"
                       : settings_.kind == PoolClass::static_pool ? "StaticPool"
                                                                  : "QueuePool";
    return {name, settings_.size, idle, total - settings_.size, total - idle};
}

void ConnectionPool::dispose(bool close_them) {
    auto& shared = core();
    std::size_t left = 0;
    {
        const std::lock_guard lock(shared.mutex);
        shared.state.end_generation();
        left = shared.state.idle();
    }
    // Those that come back meanwhile are new, or closed by who brings them; the oldest are taken first.
    for (; left != 0; --left) {
        PooledConnection closing;
        {
            const std::lock_guard lock(shared.mutex);
            const auto slot = shared.state.take_idle();
            if (!slot) {
                break;
            }
            closing = std::move(shared.idle[*slot]);
        }
        if (close_them) {
            close(closing, "the pool was disposed");
        } else {
            abandon(std::move(closing.connection));
        }
        release(closing);
    }
    pool_log(LogLevel::info, "pool disposed: {}", status().to_string());
}

void ConnectionPool::lost(PooledConnection& held, std::string_view reason) noexcept {
    if (std::exchange(held.lost, true)) {
        return;
    }
    pool_log(LogLevel::info, "connection {} is lost: {}", held.number, reason);
    static_cast<void>(emit_quietly(info(PoolEvent::invalidate, held, reason)));
    if (held.slot == PooledConnection::no_slot) {
        return;
    }
    bool first = false;
    {
        auto& shared = core();
        const std::lock_guard lock(shared.mutex);
        first = shared.state.end_generation_of(held.slot);
    }
    if (first) {
        pool_log(LogLevel::info, "all connections opened before that are replaced at their next checkout");
    }
}

void ConnectionPool::invalidate(PooledConnection& held, std::string_view reason) noexcept {
    if (!held.connection) {
        return;
    }
    pool_log(LogLevel::info, "connection {} is invalidated: {}", held.number, reason);
    static_cast<void>(emit_quietly(info(PoolEvent::invalidate, held, reason)));
    close(held, reason);
}

void ConnectionPool::soft_invalidate(PooledConnection& held, std::string_view reason) noexcept {
    pool_log(LogLevel::info, "connection {} is invalidated softly: {}", held.number, reason);
    held.soft = true;
    static_cast<void>(emit_quietly(info(PoolEvent::soft_invalidate, held, reason)));
}

void ConnectionPool::detach(PooledConnection& held) noexcept {
    if (held.slot == PooledConnection::no_slot) {
        return;
    }
    pool_log(LogLevel::info, "connection {} leaves the pool", held.number);
    static_cast<void>(emit_quietly(info(PoolEvent::detach, held)));
    release(held);
}

void ConnectionPool::close(PooledConnection& closing, std::string_view reason) noexcept {
    if (!closing.connection) {
        return;
    }
    if (settings_.echo) {
        pool_log(LogLevel::debug, "connection {} is closed: {}", closing.number, reason);
    }
    static_cast<void>(emit_quietly(info(PoolEvent::close, closing, reason)));
    closing.connection.reset();
}

void ConnectionPool::release(PooledConnection& closed) noexcept {
    const auto slot = std::exchange(closed.slot, PooledConnection::no_slot);
    if (slot == PooledConnection::no_slot) {
        return;
    }
    auto& shared = core();
    const std::lock_guard lock(shared.mutex);
    Waiting::wake(shared.state.release(slot));
}

PoolEventInfo ConnectionPool::info(PoolEvent event, const PooledConnection& about,
                                   std::string_view reason) const noexcept {
    return {event, about.connection.get(), about.number, reason, false};
}

void ConnectionPool::emit(const PoolEventInfo& event) const {
    if (settings_.events != nullptr) {
        settings_.events->emit(event);
    }
}

bool ConnectionPool::emit_quietly(const PoolEventInfo& event) const noexcept {
    try {
        emit(event);
        return true;
    } catch (const std::exception& error) {
        pool_log(LogLevel::warning, "a listener of a pool event failed: {}", error.what());
    } catch (...) {
        pool_log(LogLevel::warning, "a listener of a pool event failed");
    }
    return false;
}

}  // namespace athanor::detail
