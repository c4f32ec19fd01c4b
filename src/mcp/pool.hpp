#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace athanor::mcp::detail {

/// Threads for handlers, started when they are needed.
class Pool {
public:
    Pool(std::size_t threads, std::size_t waiting) : limit_(threads == 0 ? 1 : threads), waiting_(waiting) {}
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool() { close(); }

    /// Takes nothing more, runs what waits, and waits for its end. Not from one of its own threads.
    void close();

    /// False when too many wait.
    bool run(std::function<void()> task);

    /// While one lives, its thread waits for a person and does not count: another may run in its place. There may be
    /// eight times as many threads as handlers that run.
    class Waiting {
    public:
        explicit Waiting(Pool& pool);
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;
        ~Waiting();

    private:
        Pool& pool_;
    };

private:
    void work();
    void start_if_needed();  // with the lock

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> threads_;
    std::size_t limit_;
    std::size_t waiting_;
    std::size_t idle_ = 0;
    std::size_t people_ = 0;
    bool ending_ = false;
};

}  // namespace athanor::mcp::detail
