// Each option of the pool, as a user gives it: a database file, and an engine with that option.

#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

using std::chrono::milliseconds;

struct PoolOptions : ::testing::Test {
    Engine engine(const EngineOptions& with) const { return create_engine(folder.sqlite_url(), with); }
    TempDir folder;
    EngineOptions options;
};

/// Marks a connection, so that it can be told from others.
void mark(Connection& connection) {
    connection.exec_driver_sql("CREATE TEMP TABLE mark (a)");
    connection.commit();
}

bool is_marked(Connection& connection) {
    const auto rows = connection.exec_driver_sql("SELECT count(*) FROM temp.sqlite_master").rows;
    connection.rollback();
    return rows == Rows{{1}};
}

}  // namespace

TEST_F(PoolOptions, PoolSizeAndMaxOverflowBoundTheConnections) {
    options.pool_size = 1;
    options.max_overflow = 2;
    options.pool_timeout = 0;
    const auto bounded = engine(options);
    std::vector<Connection> used;
    for (int i = 0; i < 3; ++i) {
        used.push_back(bounded.connect());
    }
    EXPECT_THROW((void)bounded.connect(), TimeoutError);
    used.clear();
    EXPECT_EQ(bounded.pool_status().idle, 1);
}

TEST_F(PoolOptions, PoolTimeoutIsHowLongOneWaits) {
    options.pool_size = 1;
    options.max_overflow = 0;
    options.pool_timeout = 0.2;
    const auto bounded = engine(options);
    const auto used = bounded.connect();
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THROW((void)bounded.connect(), TimeoutError);
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_GE(waited, milliseconds(200));
    EXPECT_LT(waited, milliseconds(5000));
}

TEST_F(PoolOptions, PoolRecycleReplacesOldConnections) {
    options.pool_recycle = 0.02;
    const auto recycling = engine(options);
    recycling.connect().close();
    recycling.connect().close();
    std::this_thread::sleep_for(milliseconds(30));
    recycling.connect().close();
    EXPECT_EQ(recycling.statistics().connects, 2U);
}

TEST_F(PoolOptions, PoolUseLifoTakesTheLastReturned) {
    for (const bool lifo : {false, true}) {
        options.pool_use_lifo = lifo;
        const auto any = engine(options);
        auto first = any.connect();
        auto last = any.connect();
        mark(last);
        first.close();
        last.close();
        auto taken = any.connect();
        EXPECT_EQ(is_marked(taken), lifo);
    }
}

TEST_F(PoolOptions, PoolResetOnReturnDecidesOverAnOpenTransaction) {
    engine({}).connect().exec_driver_sql("SELECT 1");
    const auto rows_after = [&](ResetOnReturn how) {
        options.pool_reset_on_return = how;
        const auto any = engine(options);
        auto connection = any.connect();
        connection.exec_driver_sql("DROP TABLE IF EXISTS t");
        connection.exec_driver_sql("CREATE TABLE t (a)");
        connection.commit();
        connection.exec_driver_sql("INSERT INTO t VALUES (1)");
        connection.close();
        const auto again = any.connect().exec_driver_sql("SELECT count(*) FROM t").rows[0][0].as_int64();
        return std::pair(again, any.statistics().connects);
    };
    EXPECT_EQ(rows_after(ResetOnReturn::rollback), std::pair(std::int64_t{0}, std::uint64_t{1}));
    EXPECT_EQ(rows_after(ResetOnReturn::commit), std::pair(std::int64_t{1}, std::uint64_t{1}));
    EXPECT_EQ(rows_after(ResetOnReturn::none), std::pair(std::int64_t{0}, std::uint64_t{2}));
}

TEST_F(PoolOptions, PoolclassChoosesTheKind) {
    const auto status_of = [&](PoolClass kind) {
        options.poolclass = kind;
        const auto any = engine(options);
        any.connect().close();
        any.connect().close();
        return fmt::format("{} {}", any.pool_status().pool, any.statistics().connects);
    };
    EXPECT_EQ(status_of(PoolClass::automatic), "QueuePool 1");
    EXPECT_EQ(status_of(PoolClass::queue), "QueuePool 1");
    EXPECT_EQ(status_of(PoolClass::null), "NullPool 2");
    EXPECT_EQ(status_of(PoolClass::static_pool), "StaticPool 1");
}

using ConnectionLife = PoolOptions;

TEST_F(ConnectionLife, InvalidateClosesNowAndTheNextStatementConnectsAgain) {
    const auto any = engine({});
    auto connection = any.connect();
    mark(connection);
    connection.invalidate();
    EXPECT_TRUE(connection.invalidated());
    EXPECT_THROW((void)connection.driver(), ResourceClosedError);
    EXPECT_FALSE(is_marked(connection));
    EXPECT_FALSE(connection.invalidated());
    EXPECT_EQ(any.pool_status().checked_out, 1);
}

TEST_F(ConnectionLife, InvalidateInATransactionAsksForRollbackFirst) {
    const auto any = engine({});
    auto connection = any.connect();
    connection.exec_driver_sql("CREATE TABLE t (a)");
    connection.invalidate();
    EXPECT_TRUE(connection.in_transaction());
    EXPECT_THROW(connection.exec_driver_sql("SELECT 1"), PendingRollbackError);
    EXPECT_THROW(connection.commit(), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").rows, Rows{{0}});
}

TEST_F(ConnectionLife, SoftInvalidationLastsUntilTheReturn) {
    const auto any = engine({});
    auto connection = any.connect();
    mark(connection);
    connection.invalidate(true);
    EXPECT_TRUE(is_marked(connection));
    connection.close();
    auto next = any.connect();
    EXPECT_FALSE(is_marked(next));
}

TEST_F(ConnectionLife, ADetachedConnectionGoesItsOwnWay) {
    options.pool_size = 1;
    options.max_overflow = 0;
    options.pool_timeout = 0;
    const auto any = engine(options);
    auto mine = any.connect();
    mine.exec_driver_sql("CREATE TABLE t (a)");
    mine.commit();
    mine.detach();
    auto other = any.connect();
    EXPECT_EQ(mine.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
    EXPECT_EQ(other.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
    mine.close();
    EXPECT_EQ(any.pool_status().checked_out, 1);
}

TEST_F(ConnectionLife, WhatIsMovedFromOrDestroyedIsReturnedOnceAndRolledBack) {
    options.pool_size = 1;
    options.max_overflow = 0;
    options.pool_timeout = 0;
    const auto any = engine(options);
    {
        auto first = any.connect();
        first.exec_driver_sql("CREATE TABLE t (a)");
        Connection second = std::move(first);
        EXPECT_TRUE(second.in_transaction());
        std::thread elsewhere([moved = std::move(second)]() mutable { moved.exec_driver_sql("SELECT 1"); });
        elsewhere.join();
        EXPECT_EQ(any.pool_status().checked_out, 0) << "the thread took its connection along when it ended";
    }
    EXPECT_EQ(any.pool_status().checked_out, 0);
    EXPECT_EQ(any.connect().exec_driver_sql("SELECT count(*) FROM sqlite_master").rows, Rows{{0}});
}

TEST_F(ConnectionLife, AThrowInsideReturnsTheConnection) {
    const auto any = engine({});
    try {
        auto connection = any.connect();
        connection.exec_driver_sql("CREATE TABLE t (a)");
        throw std::runtime_error("out");
    } catch (const std::runtime_error&) {
    }
    EXPECT_EQ(any.pool_status().checked_out, 0);
    EXPECT_EQ(any.pool_status().idle, 1);
}

}  // namespace athanor::testing
