#pragma once

#include <atomic>
#include <cstdint>

#include <athanor/engine/driver.hpp>
#include <athanor/engine/engine.hpp>

namespace athanor::detail {

/// The sum of what all connections of an engine did. Connections add to it after each list, so that reading it never
/// touches a connection that another thread is using.
class StatisticsSum {
public:
    void add(const DriverStatistics& before, const DriverStatistics& after) noexcept {
        round_trips_.fetch_add(after.round_trips - before.round_trips, std::memory_order_relaxed);
        executed_.fetch_add(after.executed - before.executed, std::memory_order_relaxed);
        prepared_.fetch_add(after.prepared - before.prepared, std::memory_order_relaxed);
    }
    void count_compiled() noexcept { compiled_.fetch_add(1, std::memory_order_relaxed); }
    void count_connect() noexcept { connects_.fetch_add(1, std::memory_order_relaxed); }

    [[nodiscard]] EngineStatistics read() const noexcept {
        return {{round_trips_.load(), executed_.load(), prepared_.load()}, compiled_.load(), connects_.load()};
    }

private:
    std::atomic<std::uint64_t> round_trips_{0};
    std::atomic<std::uint64_t> executed_{0};
    std::atomic<std::uint64_t> prepared_{0};
    std::atomic<std::uint64_t> compiled_{0};
    std::atomic<std::uint64_t> connects_{0};
};

/// Adds what a connection does during its life to the sum, also when that ends in an exception.
class StatisticsScope {
public:
    StatisticsScope(StatisticsSum& sum, const DriverConnection& connection) noexcept
        : sum_(sum), connection_(connection), before_(connection.statistics()) {}
    ~StatisticsScope() { sum_.add(before_, connection_.statistics()); }
    StatisticsScope(const StatisticsScope&) = delete;
    StatisticsScope& operator=(const StatisticsScope&) = delete;

private:
    StatisticsSum& sum_;
    const DriverConnection& connection_;
    const DriverStatistics before_;
};

}  // namespace athanor::detail
