#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/sqlite/driver.hpp"
#include "engine/pool.hpp"

namespace athanor::testing {

namespace {

using detail::BoundedPool;
using detail::PooledConnection;
using detail::PoolSettings;
using ::testing::HasSubstr;

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
    bool probe() noexcept override { return open = open && server_is_there; }
    std::string server_version() const override { return real_->server_version(); }
    const DriverStatistics& statistics() const noexcept override { return real_->statistics(); }

    bool open = true;
    bool server_is_there = true;

private:
    std::unique_ptr<DriverConnection> real_;
    std::atomic<int>& alive_;
};

MortalConnection& mortal(const PooledConnection& pooled) { return dynamic_cast<MortalConnection&>(*pooled.connection); }

struct Pool : ::testing::Test {
    PoolSettings settings(std::size_t size, std::size_t overflow, double timeout = 0.05) {
        PoolSettings made;
        made.size = size;
        made.overflow = overflow;
        made.timeout = timeout;
        made.connect = [this] {
            if (refuse) {
                throw OperationalError("refused");
            }
            return std::make_unique<MortalConnection>(alive);
        };
        made.reset = [](DriverConnection& connection) { run(connection, "ROLLBACK"); };
        return made;
    }
    std::atomic<int> alive{0};
    std::atomic<bool> refuse{false};
};

}  // namespace

TEST_F(Pool, OpensLazilyAndHandsOutTheLastReturnedFirst) {
    BoundedPool pool(settings(3, 0));
    EXPECT_EQ(alive, 0);
    auto first = pool.checkout();
    auto second = pool.checkout();
    auto* const last = second.connection.get();
    pool.checkin(std::move(first));
    pool.checkin(std::move(second));
    EXPECT_EQ(pool.checkout().connection.get(), last);
    EXPECT_EQ(pool.status().in_use, 1U);
}

TEST_F(Pool, ClosesWhatExceedsItsSize) {
    BoundedPool pool(settings(1, 2));
    std::vector<PooledConnection> used;
    for (int i = 0; i < 3; ++i) {
        used.push_back(pool.checkout());
    }
    EXPECT_EQ(alive, 3);
    for (auto& connection : used) {
        pool.checkin(std::move(connection));
    }
    EXPECT_EQ(alive, 1);
    EXPECT_EQ(pool.status().idle, 1U);
}

TEST_F(Pool, WaitsItsTimeAndThenSaysHowManyThereAre) {
    BoundedPool pool(settings(1, 1));
    const auto first = pool.checkout();
    const auto second = pool.checkout();
    try {
        (void)pool.checkout();
        FAIL() << "there were more connections than allowed";
    } catch (const TimeoutError& error) {
        EXPECT_THAT(error.what(), HasSubstr("all 2 connections are in use (pool_size 1, max_overflow 1)"));
        EXPECT_THAT(error.what(), HasSubstr("0.05 s"));
    }
}

TEST_F(Pool, AWaiterGetsTheConnectionThatComesBack) {
    BoundedPool pool(settings(1, 0, 20));
    auto only = pool.checkout();
    auto* const address = only.connection.get();
    std::thread returning([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        pool.checkin(std::move(only));
    });
    EXPECT_EQ(pool.checkout().connection.get(), address);
    returning.join();
}

TEST_F(Pool, RollsBackWhatIsReturnedInATransaction) {
    BoundedPool pool(settings(1, 0));
    auto used = pool.checkout();
    run(*used.connection, "BEGIN");
    pool.checkin(std::move(used));
    EXPECT_FALSE(pool.checkout().connection->in_transaction());
}

TEST_F(Pool, DropsALostConnectionAndOpensAnother) {
    BoundedPool pool(settings(1, 0));
    auto used = pool.checkout();
    mortal(used).open = false;
    pool.checkin(std::move(used));
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(pool.checkout().connection->is_open());
}

TEST_F(Pool, PrePingReplacesADeadIdleConnection) {
    auto with_ping = settings(2, 0);
    with_ping.pre_ping = true;
    BoundedPool pool(std::move(with_ping));
    auto used = pool.checkout();
    mortal(used).server_is_there = false;
    pool.checkin(std::move(used));
    EXPECT_EQ(alive, 1);
    auto fresh = pool.checkout();
    EXPECT_TRUE(mortal(fresh).server_is_there);
    EXPECT_EQ(alive, 1);
}

TEST_F(Pool, AFailedConnectGivesItsPlaceBack) {
    BoundedPool pool(settings(1, 0));
    refuse = true;
    EXPECT_THROW((void)pool.checkout(), OperationalError);
    EXPECT_THROW((void)pool.checkout(), OperationalError);
    refuse = false;
    EXPECT_TRUE(pool.checkout().connection->is_open());
}

TEST_F(Pool, DisposeClosesIdleConnectionsNowAndUsedOnesLater) {
    BoundedPool pool(settings(2, 0));
    auto kept = pool.checkout();
    pool.checkin(pool.checkout());
    EXPECT_EQ(alive, 2);
    pool.dispose();
    EXPECT_EQ(alive, 1);
    pool.checkin(std::move(kept));
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(pool.checkout().connection->is_open());
}

TEST_F(Pool, ManyThreadsNeverHaveMoreThanAllowed) {
    BoundedPool pool(settings(3, 2, 60));
    std::atomic<int> highest{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 16; ++number) {
        threads.emplace_back([&, number] {
            for (int i = 0; i < 100; ++i) {
                auto used = pool.checkout();
                int seen = alive;
                int before = highest;
                while (seen > before && !highest.compare_exchange_weak(before, seen)) {
                }
                if ((i + number) % 17 == 0) {
                    mortal(used).open = false;
                }
                pool.checkin(std::move(used));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_LE(highest, 5);
    EXPECT_EQ(pool.status().in_use, 0U);
    EXPECT_EQ(static_cast<std::size_t>(alive), pool.status().idle);
}

TEST(MemoryDatabase, IsOneConnectionAndASecondUserIsToldSo) {
    EngineOptions options;
    options.pool_timeout = 0.02;
    const auto engine = create_engine("sqlite://", options);
    {
        auto first = engine.connect();
        first.exec_driver_sql("CREATE TABLE t (a INTEGER)");
        first.commit();
        try {
            auto second = engine.connect();
            FAIL() << "a second connection would see another database";
        } catch (const TimeoutError& error) {
            EXPECT_THAT(error.what(), HasSubstr("lives in one connection"));
            EXPECT_THAT(error.what(), HasSubstr("use a database file"));
        }
    }
    auto again = engine.connect();
    EXPECT_EQ(again.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
}

}  // namespace athanor::testing
