#pragma once

#include <atomic>
#include <memory>

#include <athanor/core/error.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/sqlite/driver.hpp"
#include "engine/pool/connection_pool.hpp"

namespace athanor::testing {

using detail::ConnectionPool;
using detail::PooledConnection;
using detail::PoolLimits;
using detail::PoolSettings;

/// A SQLite connection whose server can be made to die.
class MortalConnection final : public DriverConnection {
public:
    explicit MortalConnection(std::atomic<int>& alive)
        : real_(sqlite::connect(make_url("sqlite://"), {})), alive_(alive) {
        ++alive_;
    }
    ~MortalConnection() override { --alive_; }
    void execute(std::span<Execution> list) override { real_->execute(list); }
    bool in_transaction() const noexcept override { return real_->in_transaction(); }
    bool is_open() const noexcept override { return open; }
    void cancel() noexcept override {}
    bool probe() noexcept override {
        ++probes;
        return open = open && server_is_there;
    }
    std::string server_version() const override { return real_->server_version(); }
    const DriverStatistics& statistics() const noexcept override { return real_->statistics(); }

    bool open = true;
    bool server_is_there = true;
    int probes = 0;

private:
    std::unique_ptr<DriverConnection> real_;
    std::atomic<int>& alive_;
};

inline MortalConnection& mortal(const PooledConnection& pooled) {
    return dynamic_cast<MortalConnection&>(*pooled.connection);
}

/// Settings of a queue pool of mortal connections.
struct MortalPool : ::testing::Test {
    PoolSettings settings(int size, int overflow, std::chrono::milliseconds timeout = std::chrono::milliseconds(50)) {
        EngineOptions options;
        options.pool_size = size;
        options.max_overflow = overflow;
        return settings(options, timeout);
    }
    PoolSettings settings(const EngineOptions& options,
                          std::chrono::milliseconds timeout = std::chrono::milliseconds(50)) {
        auto made = detail::pool_settings(options, false);
        made.timeout = timeout;
        made.connect = [this] {
            if (refuse) {
                throw OperationalError("refused");
            }
            return std::make_unique<MortalConnection>(alive);
        };
        made.rollback = [](DriverConnection& connection) { run(connection, "ROLLBACK"); };
        made.commit = [](DriverConnection& connection) { run(connection, "COMMIT"); };
        made.events = &events;
        return made;
    }
    std::atomic<int> alive{0};
    std::atomic<bool> refuse{false};
    PoolEvents events;
};

}  // namespace athanor::testing
