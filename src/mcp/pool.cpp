#include "mcp/pool.hpp"

#include <algorithm>
#include <utility>

namespace athanor::mcp::detail {

void Pool::close() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        threads = std::move(threads_);
    }
    wake_.notify_all();
    for (auto& thread : threads) {
        thread.join();
    }
}

bool Pool::run(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (ending_ || tasks_.size() >= waiting_) {
            return false;
        }
        tasks_.push_back(std::move(task));
        start_if_needed();
    }
    wake_.notify_one();
    return true;
}

void Pool::start_if_needed() {
    const auto most = limit_ + std::min(people_, limit_ * 7);
    if (!ending_ && tasks_.size() > idle_ && threads_.size() < most) {
        threads_.emplace_back([this] { work(); });
    }
}

void Pool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        wake_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
        --idle_;
        if (tasks_.empty()) {
            return;
        }
        auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
}

Pool::Waiting::Waiting(Pool& pool) : pool_(pool) {
    const std::lock_guard lock(pool_.mutex_);
    ++pool_.people_;
    pool_.start_if_needed();
}

Pool::Waiting::~Waiting() {
    const std::lock_guard lock(pool_.mutex_);
    --pool_.people_;
}

}  // namespace athanor::mcp::detail
