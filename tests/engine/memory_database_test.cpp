#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"

namespace athanor::testing {

using ::testing::HasSubstr;

TEST(MemoryDatabase, IsOneConnectionAndASecondUserIsToldSo) {
    EngineOptions options;
    options.pool_timeout = 0.02;
    const auto engine = create_engine("sqlite://", options);
    {
        auto first = engine.connect();
        first.exec_driver_sql("CREATE TABLE t (a INTEGER)");
        first.commit();
        const auto details = details_of<TimeoutError>([&] { (void)engine.connect(); });
        EXPECT_THAT(details.message, HasSubstr("lives in one connection"));
        EXPECT_THAT(details.hint, HasSubstr("use a database file"));
    }
    auto again = engine.connect();
    EXPECT_EQ(again.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
}

TEST(MemoryDatabase, IsNeverRecycledSinceItWouldBeGone) {
    EngineOptions options;
    options.pool_recycle = 0;
    const auto engine = create_engine("sqlite://", options);
    auto connection = engine.connect();
    connection.exec_driver_sql("CREATE TABLE t (a INTEGER)");
    connection.commit();
    connection.close();
    EXPECT_EQ(engine.connect().exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

TEST(MemoryDatabase, IsRefusedToPoolsThatWouldLoseOrDoubleIt) {
    EngineOptions options;
    for (const auto kind : {PoolClass::queue, PoolClass::null}) {
        options.poolclass = kind;
        const auto details = details_of<ArgumentError>([&] { (void)create_engine("sqlite://", options); });
        EXPECT_THAT(details.message, HasSubstr("in memory lives in one connection"));
    }
    options.poolclass = PoolClass::static_pool;
    EXPECT_EQ(create_engine("sqlite://", options).pool_status().to_string(), "StaticPool");
}

}  // namespace athanor::testing
