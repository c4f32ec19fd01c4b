#include "engine/pool/process.hpp"

#include <atomic>
#include <new>
#include <pthread.h>

namespace athanor::detail {

namespace {

std::atomic<std::uint64_t> forks{0};

// At the start of the program, so that no fork is missed; a counter costs less than asking for the process id.
const int registered = pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });

struct Abandoned {
    DriverConnection* connection;
    Abandoned* next;
};

// Still pointed to, so that no leak checker reports what is left on purpose.
std::atomic<Abandoned*> abandoned{nullptr};

}  // namespace

std::uint64_t process_generation() noexcept {
    static_cast<void>(registered);
    return forks.load(std::memory_order_relaxed);
}

void abandon(std::unique_ptr<DriverConnection> connection) noexcept {
    if (!connection) {
        return;
    }
    auto* const left = connection.release();
    if (auto* const entry = new (std::nothrow) Abandoned{left, nullptr}) {
        entry->next = abandoned.load(std::memory_order_relaxed);
        while (!abandoned.compare_exchange_weak(entry->next, entry, std::memory_order_release,
                                                std::memory_order_relaxed)) {
        }
    }
}

}  // namespace athanor::detail
