#include "engine/pool.hpp"

#include <chrono>
#include <exception>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>

namespace athanor::detail {

ConnectionPool::~ConnectionPool() = default;

BoundedPool::BoundedPool(PoolSettings settings) : settings_(std::move(settings)) {
    // Room for every connection, so that checkin never allocates.
    idle_.reserve(settings_.size + settings_.overflow);
}

PooledConnection BoundedPool::checkout() {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                               std::chrono::duration<double>(settings_.timeout));
    std::unique_lock lock(mutex_);
    while (true) {
        if (!idle_.empty()) {
            auto found = std::move(idle_.back());
            idle_.pop_back();
            lock.unlock();
            if (is_fit(*found.connection)) {
                return found;
            }
            log(LogLevel::info, "athanor.pool", "an idle connection was closed by the server; it is replaced");
            found.connection.reset();
            forget_one();
            lock.lock();
            continue;
        }
        if (total_ < settings_.size + settings_.overflow) {
            ++total_;
            lock.unlock();
            return open();
        }
        ++waiting_;
        const auto woken = changed_.wait_until(lock, deadline);
        --waiting_;
        if (woken == std::cv_status::timeout && idle_.empty() && total_ >= settings_.size + settings_.overflow) {
            throw_timeout();
        }
    }
}

bool BoundedPool::is_fit(DriverConnection& connection) const noexcept {
    return connection.is_open() && (!settings_.pre_ping || connection.probe());
}

PooledConnection BoundedPool::open() {
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock(mutex_);
        generation = generation_;
    }
    try {
        return {settings_.connect(), generation};
    } catch (...) {
        forget_one();
        throw;
    }
}

void BoundedPool::forget_one() noexcept {
    {
        const std::lock_guard lock(mutex_);
        --total_;
    }
    changed_.notify_one();
}

void BoundedPool::checkin(PooledConnection returned) noexcept {
    if (!returned.connection) {
        return;
    }
    auto& connection = *returned.connection;
    if (connection.is_open() && connection.in_transaction()) {
        try {
            settings_.reset(connection);
        } catch (const std::exception& error) {
            log(LogLevel::warning, "athanor.pool", error.what());
        }
    }
    const bool usable = connection.is_open() && !connection.in_transaction();
    {
        const std::lock_guard lock(mutex_);
        // Somebody who waits gets it even beyond pool_size: closing it would make him open another.
        if (usable && returned.generation == generation_ && idle_.size() < settings_.size + waiting_ &&
            idle_.size() < idle_.capacity()) {
            idle_.push_back(std::move(returned));
        }
    }
    if (returned.connection) {
        returned.connection.reset();
        forget_one();
    } else {
        changed_.notify_one();
    }
}

void BoundedPool::dispose() {
    std::vector<PooledConnection> closing;
    closing.reserve(idle_.capacity());
    {
        const std::lock_guard lock(mutex_);
        ++generation_;
        closing.swap(idle_);
    }
    const auto closed = closing.size();
    closing.clear();
    {
        const std::lock_guard lock(mutex_);
        total_ -= closed;
    }
    changed_.notify_all();
}

PoolStatus BoundedPool::status() const {
    const std::lock_guard lock(mutex_);
    return {idle_.size(), total_ - idle_.size()};
}

void BoundedPool::throw_timeout() const {
    if (settings_.single) {
        throw TimeoutError(
            fmt::format("the database lives in one connection, which is in use and did not come back within {:.2f} s",
                        settings_.timeout),
            "end the other Connection or Session first, or use a database file: each connection to a file sees the "
            "same data");
    }
    throw TimeoutError(
        fmt::format("all {} connections are in use (pool_size {}, max_overflow {}) and none came back within "
                    "{:.2f} s",
                    settings_.size + settings_.overflow, settings_.size, settings_.overflow, settings_.timeout),
        "let each Connection and Session end as soon as its work is done, or raise pool_size, max_overflow or "
        "pool_timeout");
}

}  // namespace athanor::detail
