#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "engine/pool/connection_pool.hpp"

namespace athanor::detail {

/// What the lock of a pool guards. One for each process.
struct ConnectionPool::Core {
    Core(const PoolLimits& limits, std::uint64_t in_process) : state(limits), process(in_process) {}

    std::mutex mutex;
    PoolState state;
    std::vector<PooledConnection> idle;  ///< by slot; also what is on its way to who waited for it
    const std::uint64_t process;
};

/// Somebody who waits. Woken under the lock, since he is gone once he has it.
struct ConnectionPool::Waiting : PoolWaiter {
    std::condition_variable ready;

    static void wake(PoolWaiter* served) noexcept {
        if (served != nullptr) {
            static_cast<Waiting*>(served)->ready.notify_one();
        }
    }
};

}  // namespace athanor::detail
