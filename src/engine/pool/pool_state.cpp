#include "engine/pool/pool_state.hpp"

#include <utility>

namespace athanor::detail {

PoolGrant PoolState::ask(PoolWaiter& waiter, PoolTime now) {
    waiter.grant_ = {};
    if (idle_ != 0) {
        return give(pop_idle(limits_.lifo), now);
    }
    if (total_ < limits_.most) {
        const auto slot = new_slot();
        ++total_;
        return {PoolGrant::Action::connect, Replace::no, slot, {}};
    }
    enqueue(waiter);
    return {};
}

bool PoolState::withdraw(PoolWaiter& waiter) noexcept {
    if (waiter.served()) {
        return false;
    }
    unlink(waiter);
    return true;
}

PoolState::Return PoolState::check_in(std::size_t slot, PoolTime now) noexcept {
    slots_[slot].returned = now;
    if (slots_[slot].generation != generation_) {
        return {false, nullptr};
    }
    if (first_waiter_ != nullptr) {
        return {true, serve(give(slot, now))};
    }
    if (idle_ >= limits_.keep) {
        return {false, nullptr};
    }
    push_idle(slot);
    return {true, nullptr};
}

PoolWaiter* PoolState::release(std::size_t slot) noexcept {
    if (first_waiter_ != nullptr) {
        return serve({PoolGrant::Action::connect, Replace::no, slot, {}});
    }
    slots_[slot].behind = std::exchange(free_, slot);
    --total_;
    return nullptr;
}

bool PoolState::end_generation_of(std::size_t slot) noexcept {
    if (slots_[slot].generation != generation_) {
        return false;
    }
    ++generation_;
    return true;
}

std::optional<std::size_t> PoolState::take_idle() noexcept {
    if (idle_ == 0) {
        return std::nullopt;
    }
    return pop_idle(false);
}

std::size_t PoolState::new_slot() {
    if (free_ == none) {
        slots_.emplace_back();
        return slots_.size() - 1;
    }
    const auto slot = free_;
    free_ = std::exchange(slots_[slot].behind, none);
    return slot;
}

std::size_t PoolState::pop_idle(bool last) noexcept {
    const auto slot = last ? last_idle_ : first_idle_;
    const auto before = std::exchange(slots_[slot].before, none);
    const auto behind = std::exchange(slots_[slot].behind, none);
    (before == none ? first_idle_ : slots_[before].behind) = behind;
    (behind == none ? last_idle_ : slots_[behind].before) = before;
    --idle_;
    return slot;
}

void PoolState::push_idle(std::size_t slot) noexcept {
    slots_[slot].before = last_idle_;
    (last_idle_ == none ? first_idle_ : slots_[last_idle_].behind) = slot;
    last_idle_ = slot;
    ++idle_;
}

PoolGrant PoolState::give(std::size_t slot, PoolTime now) const noexcept {
    const auto& place = slots_[slot];
    auto replace = Replace::no;
    if (place.generation != generation_) {
        replace = Replace::invalidated;
    } else if (limits_.recycle && now - place.connected > *limits_.recycle) {
        replace = Replace::aged;
    }
    return {PoolGrant::Action::give, replace, slot, now - place.returned};
}

void PoolState::enqueue(PoolWaiter& waiter) noexcept {
    waiter.before_ = last_waiter_;
    waiter.behind_ = nullptr;
    (last_waiter_ == nullptr ? first_waiter_ : last_waiter_->behind_) = &waiter;
    last_waiter_ = &waiter;
    ++waiting_;
}

void PoolState::unlink(PoolWaiter& waiter) noexcept {
    (waiter.before_ == nullptr ? first_waiter_ : waiter.before_->behind_) = waiter.behind_;
    (waiter.behind_ == nullptr ? last_waiter_ : waiter.behind_->before_) = waiter.before_;
    waiter.before_ = waiter.behind_ = nullptr;
    --waiting_;
}

PoolWaiter* PoolState::serve(const PoolGrant& grant) noexcept {
    auto* const waiter = first_waiter_;
    unlink(*waiter);
    waiter->grant_ = grant;
    return waiter;
}

}  // namespace athanor::detail
