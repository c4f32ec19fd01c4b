#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "engine/pool/pool_core.hpp"
#include "engine/pool/pool_log.hpp"
#include "engine/pool/process.hpp"

namespace athanor::detail {

namespace {

double seconds(PoolClock::duration time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

PooledConnection ConnectionPool::checkout() {
    PoolGrant grant;
    auto taken = take(core(), grant);
    try {
        make_ready(taken, grant);
        if (settings_.echo) {
            pool_log(LogLevel::debug, "connection {} is checked out", taken.number);
        }
        emit(info(PoolEvent::checkout, taken));
    } catch (...) {
        close(taken, "its checkout failed");
        release(taken);
        throw;
    }
    return taken;
}

PooledConnection ConnectionPool::take(Core& shared, PoolGrant& grant) {
    Waiting waiter;
    std::unique_lock lock(shared.mutex);
    if (shared.idle.size() == shared.state.slots()) {
        shared.idle.emplace_back();  // before the slot is there, so that coming back never needs memory
    }
    grant = shared.state.ask(waiter, PoolClock::now());
    if (grant.action == PoolGrant::Action::wait) {
        waiter.ready.wait_until(lock, PoolClock::now() + settings_.timeout, [&] { return waiter.served(); });
        if (shared.state.withdraw(waiter)) {
            lock.unlock();
            throw_timeout();
        }
        grant = waiter.grant();
    }
    PooledConnection taken;
    if (grant.action == PoolGrant::Action::give) {
        taken = std::move(shared.idle[grant.slot]);
    }
    taken.slot = grant.slot;
    taken.process = shared.process;
    return taken;
}

void ConnectionPool::make_ready(PooledConnection& taken, const PoolGrant& grant) {
    if (grant.action == PoolGrant::Action::connect) {
        return connect(taken);
    }
    if (grant.replace == Replace::aged) {
        pool_log(LogLevel::info, "connection {} is older than pool_recycle ({:.2f} s): it is replaced", taken.number,
                 seconds(*settings_.limits.recycle));
        close(taken, "it was too old");
    } else if (grant.replace == Replace::invalidated) {
        pool_log(LogLevel::info, "connection {} is older than one that was lost, or than dispose(): it is replaced",
                 taken.number);
        close(taken, "it was invalidated");
    } else if (!taken.connection->is_open() || (settings_.pre_ping && !taken.connection->probe())) {
        lost(taken, "the server closed it while it was idle");
        close(taken, "it was lost");
    }
    if (!taken.connection) {
        return connect(taken);
    }
    taken.unproven = settings_.pre_ping && grant.idle > settings_.pre_ping_idle;
}

void ConnectionPool::connect(PooledConnection& into) {
    auto& shared = core();
    if (into.slot != PooledConnection::no_slot) {
        const std::lock_guard lock(shared.mutex);
        shared.state.connecting(into.slot);
    }
    into.connection = settings_.connect();
    into.number = opened_.fetch_add(1, std::memory_order_relaxed) + 1;
    into.process = shared.process;
    into.lost = into.soft = into.unproven = false;
    if (into.slot != PooledConnection::no_slot) {
        const std::lock_guard lock(shared.mutex);
        shared.state.connected(into.slot, PoolClock::now());
    }
    if (settings_.echo) {
        pool_log(LogLevel::debug, "connection {} was opened", into.number);
    }
    if (!first_connect_done_.exchange(true)) {
        try {
            emit(info(PoolEvent::first_connect, into));
        } catch (...) {
            first_connect_done_ = false;
            throw;
        }
    }
    emit(info(PoolEvent::connect, into));
}

void ConnectionPool::reconnect(PooledConnection& held) {
    if (held.process != process_generation()) {
        abandon(std::move(held.connection));
        held = checkout();
        return;
    }
    close(held, "it was lost");
    try {
        connect(held);
        emit(info(PoolEvent::checkout, held));
    } catch (...) {
        close(held, "its checkout failed");
        throw;
    }
}

void ConnectionPool::throw_timeout() const {
    const auto waited = seconds(settings_.timeout);
    if (settings_.single) {
        throw TimeoutError(
            fmt::format("the database lives in one connection, which is in use and did not come back within {:.2f} s",
                        waited),
            "end the other Connection or Session first, or use a database file: each connection to a file sees the "
            "same data");
    }
    if (settings_.kind == PoolClass::static_pool) {
        throw TimeoutError(
            fmt::format("the only connection of a static pool is in use and did not come back within {:.2f} s", waited),
            "let each Connection and Session end as soon as its work is done, or leave poolclass out");
    }
    throw TimeoutError(
        fmt::format("all {} connections are in use (pool_size {}, max_overflow {}) and none came back within {:.2f} s",
                    settings_.limits.most, settings_.size, settings_.overflow, waited),
        "let each Connection and Session end as soon as its work is done, or raise pool_size, max_overflow or "
        "pool_timeout");
}

}  // namespace athanor::detail
