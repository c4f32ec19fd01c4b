#include "orm/thread_guard.hpp"

#include <athanor/core/error.hpp>

namespace athanor::detail {

void ThreadGuard::enter() {
    const auto self = std::this_thread::get_id();
    auto inside = std::thread::id();
    if (owner_.load(std::memory_order_relaxed) != self &&
        !owner_.compare_exchange_strong(inside, self, std::memory_order_acquire, std::memory_order_relaxed)) {
        throw ThreadError(
            "a session, or an object in it, is used by two threads at the same time",
            "give each thread a session of its own, or hand the session over and wait for the other thread");
    }
    ++depth_;
}

void ThreadGuard::leave() noexcept {
    if (--depth_ == 0) {
        owner_.store(std::thread::id(), std::memory_order_release);
    }
}

}  // namespace athanor::detail
