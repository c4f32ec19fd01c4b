#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>

#include "engine/mortal_connection.hpp"

namespace athanor::testing {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

using Pool = MortalPool;

TEST_F(Pool, OpensLazilyAndHandsOutTheFirstReturnedFirst) {
    ConnectionPool pool(settings(3, 0));
    EXPECT_EQ(alive, 0);
    auto first = pool.checkout();
    auto second = pool.checkout();
    auto* const back_first = second.connection.get();
    pool.checkin(std::move(second));
    pool.checkin(std::move(first));
    auto again = pool.checkout();
    EXPECT_EQ(again.connection.get(), back_first);
    EXPECT_EQ(pool.status().checked_out, 1);
    pool.checkin(std::move(again));
}

TEST_F(Pool, HandsOutTheLastReturnedFirstIfTold) {
    EngineOptions options;
    options.pool_use_lifo = true;
    ConnectionPool pool(settings(options));
    auto first = pool.checkout();
    auto second = pool.checkout();
    auto* const back_last = first.connection.get();
    pool.checkin(std::move(second));
    pool.checkin(std::move(first));
    EXPECT_EQ(pool.checkout().connection.get(), back_last);
}

TEST_F(Pool, ClosesWhatExceedsItsSize) {
    ConnectionPool pool(settings(1, 2));
    std::vector<PooledConnection> used;
    for (int i = 0; i < 3; ++i) {
        used.push_back(pool.checkout());
    }
    EXPECT_EQ(alive, 3);
    for (auto& connection : used) {
        pool.checkin(std::move(connection));
    }
    EXPECT_EQ(alive, 1);
    EXPECT_EQ(pool.status().idle, 1);
}

TEST_F(Pool, OfSizeZeroHasNoLimitAndKeepsAll) {
    ConnectionPool pool(settings(0, 0));
    std::vector<PooledConnection> used;
    for (int i = 0; i < 40; ++i) {
        used.push_back(pool.checkout());
    }
    for (auto& connection : used) {
        pool.checkin(std::move(connection));
    }
    EXPECT_EQ(alive, 40);
}

TEST_F(Pool, WithAnOverflowOfMinusOneHasNoLimitAndKeepsItsSize) {
    ConnectionPool pool(settings(2, -1));
    std::vector<PooledConnection> used;
    for (int i = 0; i < 40; ++i) {
        used.push_back(pool.checkout());
    }
    EXPECT_EQ(alive, 40);
    for (auto& connection : used) {
        pool.checkin(std::move(connection));
    }
    EXPECT_EQ(alive, 2);
}

TEST_F(Pool, OfTheNullClassOpensAndClosesEachTime) {
    EngineOptions options;
    options.poolclass = PoolClass::null;
    ConnectionPool pool(settings(options));
    auto first = pool.checkout();
    auto second = pool.checkout();
    EXPECT_EQ(alive, 2);
    pool.checkin(std::move(first));
    pool.checkin(std::move(second));
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(pool.status().to_string(), "NullPool");
}

TEST_F(Pool, OfTheStaticClassIsOneConnectionForOneUserAtATime) {
    EngineOptions options;
    options.poolclass = PoolClass::static_pool;
    ConnectionPool pool(settings(options));
    auto used = pool.checkout();
    auto* const only = used.connection.get();
    EXPECT_THAT(details_of<TimeoutError>([&] { (void)pool.checkout(); }).message, HasSubstr("static pool is in use"));
    pool.checkin(std::move(used));
    EXPECT_EQ(pool.checkout().connection.get(), only);
    EXPECT_EQ(pool.status().to_string(), "StaticPool");
}

TEST_F(Pool, TellsItsNumbersInSqlalchemysWords) {
    ConnectionPool pool(settings(2, 1));
    EXPECT_EQ(pool.status().to_string(),
              "Pool size: 2  Connections in pool: 0 Current Overflow: -2 Current Checked out connections: 0");
    auto first = pool.checkout();
    auto second = pool.checkout();
    auto third = pool.checkout();
    pool.checkin(std::move(first));
    EXPECT_EQ(pool.status().to_string(),
              "Pool size: 2  Connections in pool: 1 Current Overflow: 1 Current Checked out connections: 2");
    pool.checkin(std::move(second));
    pool.checkin(std::move(third));
    EXPECT_EQ(pool.status().overflow, 0);
}

TEST_F(Pool, WaitsItsTimeAndThenSaysHowManyThereAre) {
    ConnectionPool pool(settings(1, 1));
    const auto first = pool.checkout();
    const auto second = pool.checkout();
    const auto start = std::chrono::steady_clock::now();
    const auto details = details_of<TimeoutError>([&] { (void)pool.checkout(); });
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(50));
    EXPECT_EQ(details.message,
              "all 2 connections are in use (pool_size 1, max_overflow 1) and none came back within 0.05 s");
}

TEST_F(Pool, AWaiterGetsTheConnectionThatComesBack) {
    ConnectionPool pool(settings(1, 0, milliseconds(20'000)));
    auto only = pool.checkout();
    auto* const address = only.connection.get();
    std::thread returning([&] {
        std::this_thread::sleep_for(milliseconds(50));
        pool.checkin(std::move(only));
    });
    EXPECT_EQ(pool.checkout().connection.get(), address);
    returning.join();
}

TEST_F(Pool, AWaiterConnectsForItselfWhenALostConnectionComesBack) {
    ConnectionPool pool(settings(1, 0, milliseconds(20'000)));
    auto only = pool.checkout();
    mortal(only).open = false;
    std::thread returning([&] {
        std::this_thread::sleep_for(milliseconds(50));
        pool.checkin(std::move(only));
    });
    const auto fresh = pool.checkout();
    returning.join();
    EXPECT_TRUE(fresh.usable());
    EXPECT_EQ(alive, 1);
}

TEST_F(Pool, WaitersAreServedInTurnAndNobodyJumpsTheQueue) {
    ConnectionPool pool(settings(1, 0, milliseconds(20'000)));
    auto only = pool.checkout();
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int number = 0; number < 5; ++number) {
        threads.emplace_back([&, number] {
            auto used = pool.checkout();
            order.push_back(number);  // one connection: one thread at a time
            pool.checkin(std::move(used));
        });
        std::this_thread::sleep_for(milliseconds(40));
    }
    pool.checkin(std::move(only));
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST_F(Pool, AConnectThatHangsHoldsUpNobodyElse) {
    auto slow = settings(1, 1);
    std::atomic<bool> hang{false};
    std::atomic<bool> hanging{false};
    slow.connect = [&, plain = slow.connect] {
        hanging = hang.load();
        while (hang) {
            std::this_thread::sleep_for(milliseconds(1));
        }
        return plain();
    };
    ConnectionPool pool(std::move(slow));
    auto used = pool.checkout();
    hang = true;
    std::thread stuck([&] { pool.checkin(pool.checkout()); });
    while (!hanging) {
        std::this_thread::sleep_for(milliseconds(1));
    }
    for (int i = 0; i < 100; ++i) {
        pool.checkin(std::move(used));
        used = pool.checkout();
    }
    EXPECT_EQ(pool.status().checked_out, 2);
    hang = false;
    stuck.join();
}

TEST_F(Pool, RollsBackWhatIsReturnedInATransaction) {
    ConnectionPool pool(settings(1, 0));
    auto used = pool.checkout();
    auto* const address = used.connection.get();
    run(*used.connection, "BEGIN");
    run(*used.connection, "CREATE TABLE t (a)");
    pool.checkin(std::move(used));
    auto again = pool.checkout();
    EXPECT_EQ(again.connection.get(), address);
    EXPECT_FALSE(again.connection->in_transaction());
    EXPECT_THROW(run(*again.connection, "SELECT * FROM t"), OperationalError);
}

TEST_F(Pool, CommitsWhatIsReturnedIfTold) {
    EngineOptions options;
    options.pool_reset_on_return = ResetOnReturn::commit;
    ConnectionPool pool(settings(options));
    auto used = pool.checkout();
    run(*used.connection, "BEGIN");
    run(*used.connection, "CREATE TABLE t (a)");
    pool.checkin(std::move(used));
    auto again = pool.checkout();
    EXPECT_FALSE(again.connection->in_transaction());
    EXPECT_EQ(run(*again.connection, "SELECT * FROM t"), 0);
}

TEST_F(Pool, WithoutResetClosesWhatIsReturnedInATransactionAndSendsNothing) {
    EngineOptions options;
    options.pool_reset_on_return = ResetOnReturn::none;
    auto strict = settings(options);
    strict.rollback = strict.commit = [](DriverConnection&) { ADD_FAILURE() << "nothing should be sent"; };
    ConnectionPool pool(std::move(strict));
    auto used = pool.checkout();
    run(*used.connection, "BEGIN");
    pool.checkin(std::move(used));
    EXPECT_EQ(alive, 0);
    pool.checkin(pool.checkout());
    EXPECT_EQ(alive, 1);
}

TEST_F(Pool, ClosesWhatCannotBeReset) {
    const ScopedLogCapture logs;
    auto broken = settings(1, 0);
    broken.rollback = [](DriverConnection&) { throw OperationalError("no answer"); };
    ConnectionPool pool(std::move(broken));
    auto used = pool.checkout();
    run(*used.connection, "BEGIN");
    pool.checkin(std::move(used));
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(pool.status().checked_out, 0);
    EXPECT_TRUE(logs.contains("connection 1 could not be reset: OperationalError: no answer"));
}

TEST_F(Pool, DropsALostConnectionAndOpensAnother) {
    ConnectionPool pool(settings(1, 0));
    auto used = pool.checkout();
    mortal(used).open = false;
    pool.checkin(std::move(used));
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(pool.checkout().connection->is_open());
}

TEST_F(Pool, OneLossReplacesAllThatAreAsOldAtTheirNextCheckout) {
    ConnectionPool pool(settings(3, 0));
    auto first = pool.checkout();
    auto second = pool.checkout();
    auto third = pool.checkout();
    const auto last_number = third.number;
    pool.checkin(std::move(third));
    pool.lost(first, "the server is gone");
    pool.checkin(std::move(second));  // in use at that time: closed when it comes back
    EXPECT_EQ(alive, 2);
    auto fresh = pool.checkout();
    EXPECT_GT(fresh.number, last_number);
    pool.reconnect(first);
    EXPECT_TRUE(first.usable());
    pool.checkin(std::move(first));
    pool.checkin(std::move(fresh));
    EXPECT_EQ(alive, 2);
    EXPECT_EQ(pool.status().idle, 2);
}

TEST_F(Pool, PrePingReplacesADeadIdleConnection) {
    EngineOptions options;
    options.pool_pre_ping = true;
    ConnectionPool pool(settings(options));
    auto used = pool.checkout();
    auto other = pool.checkout();
    mortal(used).server_is_there = false;
    pool.checkin(std::move(used));
    pool.checkin(std::move(other));
    EXPECT_EQ(alive, 2);
    auto fresh = pool.checkout();
    EXPECT_EQ(fresh.number, 3U);
    EXPECT_TRUE(mortal(fresh).server_is_there);
    EXPECT_EQ(pool.checkout().number, 4U) << "all as old are replaced too";
}

TEST_F(Pool, WithoutPrePingNobodyLooks) {
    ConnectionPool pool(settings(1, 0));
    auto used = pool.checkout();
    mortal(used).server_is_there = false;
    pool.checkin(std::move(used));
    auto again = pool.checkout();
    EXPECT_EQ(mortal(again).probes, 0);
    EXPECT_EQ(again.number, 1U);
    EXPECT_FALSE(again.unproven);
}

TEST_F(Pool, PrePingTrustsALongIdleConnectionOnlyAfterAnAnswer) {
    EngineOptions options;
    options.pool_pre_ping = true;
    options.pool_pre_ping_idle = 0.05;
    ConnectionPool pool(settings(options));
    auto used = pool.checkout();
    EXPECT_FALSE(used.unproven) << "it is new";
    pool.checkin(std::move(used));
    used = pool.checkout();
    EXPECT_FALSE(used.unproven);
    pool.checkin(std::move(used));
    std::this_thread::sleep_for(milliseconds(60));
    used = pool.checkout();
    EXPECT_TRUE(used.unproven);
    EXPECT_EQ(mortal(used).probes, 2);
}

TEST_F(Pool, RecyclesWhatIsTooOld) {
    EngineOptions options;
    options.pool_recycle = 0.05;
    ConnectionPool pool(settings(options));
    pool.checkin(pool.checkout());
    auto young = pool.checkout();
    EXPECT_EQ(young.number, 1U);
    std::this_thread::sleep_for(milliseconds(60));
    pool.checkin(std::move(young));  // never while in use
    EXPECT_EQ(alive, 1);
    EXPECT_EQ(pool.checkout().number, 2U);
    EXPECT_EQ(alive, 0) << "the old one closed before the new one was opened, which this test dropped";
}

TEST_F(Pool, AFailedConnectGivesItsPlaceBack) {
    ConnectionPool pool(settings(1, 0));
    refuse = true;
    EXPECT_THROW((void)pool.checkout(), OperationalError);
    EXPECT_THROW((void)pool.checkout(), OperationalError);
    EXPECT_EQ(pool.status().overflow, -1);
    refuse = false;
    EXPECT_TRUE(pool.checkout().connection->is_open());
}

TEST_F(Pool, AFailedReplacementGivesItsPlaceBack) {
    ConnectionPool pool(settings(1, 0));
    auto used = pool.checkout();
    mortal(used).open = false;
    pool.lost(used, "gone");
    refuse = true;
    EXPECT_THROW(pool.reconnect(used), OperationalError);
    EXPECT_FALSE(used.usable());
    refuse = false;
    pool.reconnect(used);
    EXPECT_TRUE(used.usable());
    pool.checkin(std::move(used));
    EXPECT_EQ(pool.status().idle, 1);
}

TEST_F(Pool, InvalidatesNowOrWhenItComesBack) {
    ConnectionPool pool(settings(2, 0));
    auto hard = pool.checkout();
    auto soft = pool.checkout();
    pool.invalidate(hard, "asked");
    EXPECT_EQ(alive, 1);
    EXPECT_FALSE(hard.usable());
    pool.soft_invalidate(soft, "asked");
    EXPECT_TRUE(soft.usable());
    pool.checkin(std::move(soft));
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(pool.status().checked_out, 1);
    pool.checkin(std::move(hard));
    EXPECT_EQ(pool.status().checked_out, 0);
}

TEST_F(Pool, ADetachedConnectionLeavesItsPlaceToAnother) {
    ConnectionPool pool(settings(1, 0));
    auto mine = pool.checkout();
    pool.detach(mine);
    EXPECT_EQ(pool.status().checked_out, 0);
    auto other = pool.checkout();
    EXPECT_EQ(alive, 2);
    pool.checkin(std::move(mine));
    EXPECT_EQ(alive, 1);
    pool.checkin(std::move(other));
    EXPECT_EQ(pool.status().idle, 1);
}

TEST_F(Pool, DisposeClosesIdleConnectionsNowAndUsedOnesLater) {
    ConnectionPool pool(settings(2, 0));
    auto kept = pool.checkout();
    pool.checkin(pool.checkout());
    EXPECT_EQ(alive, 2);
    pool.dispose(true);
    EXPECT_EQ(alive, 1);
    pool.checkin(std::move(kept));
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(pool.checkout().connection->is_open());
}

TEST_F(Pool, DisposeWithoutClosingForgetsTheIdleOnes) {
    ConnectionPool pool(settings(1, 0));
    pool.checkin(pool.checkout());
    pool.dispose(false);
    EXPECT_EQ(alive, 1) << "it was left open";
    EXPECT_EQ(pool.status().idle, 0);
    EXPECT_EQ(pool.checkout().number, 2U);
}

TEST_F(Pool, ManyThreadsNeverHaveMoreThanAllowed) {
    ConnectionPool pool(settings(3, 2, milliseconds(60'000)));
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
    EXPECT_EQ(pool.status().checked_out, 0);
    EXPECT_EQ(static_cast<int>(alive), pool.status().idle);
}

}  // namespace athanor::testing
