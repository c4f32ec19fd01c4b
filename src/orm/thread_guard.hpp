#pragma once

#include <atomic>
#include <thread>

namespace athanor::detail {

/// Notices that two threads are inside one session at the same time. In builds with NDEBUG nobody asks it.
class ThreadGuard {
public:
    /// @throws ThreadError if another thread is inside.
    void enter();
    void leave() noexcept;

private:
    std::atomic<std::thread::id> owner_{};
    unsigned depth_ = 0;  ///< touched by the owner alone
};

}  // namespace athanor::detail
