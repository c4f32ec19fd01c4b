#include "engine/pool/pool_core.hpp"
#include "engine/pool/pool_log.hpp"
#include "engine/pool/process.hpp"

namespace athanor::detail {

void ConnectionPool::checkin(PooledConnection returned) noexcept {
    if (returned.process != process_generation()) {
        return abandon(std::move(returned.connection));
    }
    if (settings_.echo) {
        pool_log(LogLevel::debug, "connection {} comes back", returned.number);
    }
    if (returned.slot == PooledConnection::no_slot) {
        return close(returned, "it had left the pool");
    }
    bool fit = returned.usable() && reset(returned);
    if (returned.connection && !returned.usable()) {
        lost(returned, "it was found closed when it came back");
        close(returned, "it was lost");
    }
    fit = emit_quietly(info(PoolEvent::checkin, returned)) && fit;
    if (!fit || returned.soft || !keep(returned)) {
        close(returned, returned.soft ? "it was invalidated" : !fit ? "it is not fit" : "the pool has no place for it");
        release(returned);
    }
}

bool ConnectionPool::reset(PooledConnection& returned) noexcept {
    auto& connection = *returned.connection;
    auto event = info(PoolEvent::reset, returned);
    event.transaction_was_reset = connection.in_transaction();
    if (event.transaction_was_reset && settings_.reset_on_return != ResetOnReturn::none) {
        const bool commits = settings_.reset_on_return == ResetOnReturn::commit;
        try {
            (commits ? settings_.commit : settings_.rollback)(connection);
            if (settings_.echo) {
                pool_log(LogLevel::debug, "connection {} was {}", returned.number,
                         commits ? "committed" : "rolled back");
            }
        } catch (const std::exception& error) {
            pool_log(LogLevel::warning, "connection {} could not be reset: {}", returned.number, error.what());
        }
    }
    // A transaction that is still open must not reach the next user.
    return emit_quietly(event) && !connection.in_transaction();
}

bool ConnectionPool::keep(PooledConnection& returned) noexcept {
    auto& shared = core();
    const std::lock_guard lock(shared.mutex);
    const auto slot = returned.slot;
    const auto decision = shared.state.check_in(slot, PoolClock::now());
    if (decision.keep) {
        returned.unproven = false;
        shared.idle[slot] = std::move(returned);
        Waiting::wake(decision.served);
    }
    return decision.keep;
}

}  // namespace athanor::detail
