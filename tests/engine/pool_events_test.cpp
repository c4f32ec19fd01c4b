#include <map>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/engine/pool_events.hpp>

#include "engine/mortal_connection.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string name_of(PoolEvent event) {
    static const std::map<PoolEvent, std::string> names = {{PoolEvent::first_connect, "first_connect"},
                                                           {PoolEvent::connect, "connect"},
                                                           {PoolEvent::checkout, "checkout"},
                                                           {PoolEvent::checkin, "checkin"},
                                                           {PoolEvent::reset, "reset"},
                                                           {PoolEvent::invalidate, "invalidate"},
                                                           {PoolEvent::soft_invalidate, "soft"},
                                                           {PoolEvent::close, "close"},
                                                           {PoolEvent::detach, "detach"}};
    return names.at(event);
}

struct PoolEventsTest : MortalPool {
    void listen_to_all() {
        for (int kind = 0; kind <= static_cast<int>(PoolEvent::detach); ++kind) {
            events.listen(static_cast<PoolEvent>(kind), [this](const PoolEventInfo& info) {
                heard.push_back(fmt::format("{} {}{}", name_of(info.event), info.number,
                                            info.transaction_was_reset ? " rolled back" : ""));
            });
        }
    }
    std::vector<std::string> take() { return std::exchange(heard, {}); }
    std::vector<std::string> heard;
};

}  // namespace

using PoolEventOrder = PoolEventsTest;
using PoolEventFaults = PoolEventsTest;

TEST_F(PoolEventOrder, FollowsALifeOfAConnection) {
    listen_to_all();
    ConnectionPool pool(settings(1, 1));
    auto first = pool.checkout();
    EXPECT_THAT(take(), ElementsAre("first_connect 1", "connect 1", "checkout 1"));
    auto second = pool.checkout();
    EXPECT_THAT(take(), ElementsAre("connect 2", "checkout 2"));
    run(*first.connection, "BEGIN");
    pool.checkin(std::move(first));
    EXPECT_THAT(take(), ElementsAre("reset 1 rolled back", "checkin 1"));
    pool.checkin(std::move(second));
    EXPECT_THAT(take(), ElementsAre("reset 2", "checkin 2", "close 2"));
}

TEST_F(PoolEventOrder, FollowsALossAndWhatReplacesIt) {
    listen_to_all();
    ConnectionPool pool(settings(1, 0));
    auto used = pool.checkout();
    take();
    pool.lost(used, "gone");
    pool.lost(used, "noticed again");
    EXPECT_THAT(take(), ElementsAre("invalidate 1"));
    pool.reconnect(used);
    EXPECT_THAT(take(), ElementsAre("close 1", "connect 2", "checkout 2"));
    pool.soft_invalidate(used, "asked");
    pool.checkin(std::move(used));
    EXPECT_THAT(take(), ElementsAre("soft 2", "reset 2", "checkin 2", "close 2"));
    used = pool.checkout();
    pool.invalidate(used, "asked");
    pool.checkin(std::move(used));
    EXPECT_THAT(take(), ElementsAre("connect 3", "checkout 3", "invalidate 3", "close 3", "checkin 3"));
    used = pool.checkout();
    pool.detach(used);
    pool.checkin(std::move(used));
    EXPECT_THAT(take(), ElementsAre("connect 4", "checkout 4", "detach 4", "close 4"));
}

TEST_F(PoolEventFaults, AListenerThatThrowsAtConnectOrCheckoutLeavesThePlaceFree) {
    for (const auto event : {PoolEvent::first_connect, PoolEvent::connect, PoolEvent::checkout}) {
        PoolEvents own;
        bool fail = true;
        own.listen(event, [&](const PoolEventInfo&) {
            if (fail) {
                throw std::runtime_error("no");
            }
        });
        auto with_own = settings(1, 0);
        with_own.events = &own;
        ConnectionPool pool(std::move(with_own));
        for (int i = 0; i < 3; ++i) {
            EXPECT_THROW((void)pool.checkout(), std::runtime_error);
            EXPECT_EQ(alive, 0);
            EXPECT_EQ(pool.status().overflow, -1);
        }
        fail = false;
        auto used = pool.checkout();
        pool.checkin(std::move(used));
        EXPECT_EQ(pool.status().overflow, 0);
        pool.dispose(true);
    }
}

TEST_F(PoolEventFaults, AListenerThatThrowsAtTheReturnCostsTheConnectionAndIsLogged) {
    const ScopedLogCapture logs;
    for (const auto event : {PoolEvent::reset, PoolEvent::checkin}) {
        PoolEvents own;
        own.listen(event, [](const PoolEventInfo&) { throw std::runtime_error("spilt the ink"); });
        auto with_own = settings(1, 0);
        with_own.events = &own;
        ConnectionPool pool(std::move(with_own));
        pool.checkin(pool.checkout());
        EXPECT_EQ(alive, 0);
        EXPECT_EQ(pool.status().checked_out, 0);
    }
    EXPECT_TRUE(logs.contains("spilt the ink"));
}

TEST_F(PoolEventFaults, AnEmptyListenerIsRefused) {
    EXPECT_THROW(events.listen(PoolEvent::connect, PoolListener()), ArgumentError);
}

TEST(EngineEvents, AConnectListenerSetsUpEverySession) {
    const TempDir folder;
    const auto engine = create_engine(folder.sqlite_url());
    engine.events().listen(PoolEvent::connect,
                           [](const PoolEventInfo& info) { run(*info.connection, "PRAGMA user_version = 7"); });
    auto connection = engine.connect();
    EXPECT_EQ(connection.exec_driver_sql("PRAGMA user_version").rows, Rows{{7}});
}

TEST(EchoPool, LogsEachThingThePoolDoes) {
    const ScopedLogCapture logs;
    const TempDir folder;
    EngineOptions options;
    options.echo_pool = true;
    options.pool_size = 1;
    const auto engine = create_engine(folder.sqlite_url(), options);
    engine.connect().exec_driver_sql("SELECT 1");
    engine.connect().invalidate();
    engine.dispose();
    EXPECT_THAT(logs.messages("athanor.pool"),
                ElementsAre("connection 1 was opened", "connection 1 is checked out", "connection 1 comes back",
                            "connection 1 was rolled back", "connection 1 is checked out",
                            "connection 1 is invalidated: invalidate() was called",
                            "connection 1 is closed: invalidate() was called", "connection 1 comes back",
                            "pool disposed: Pool size: 1  Connections in pool: 0 Current Overflow: -1 Current Checked "
                            "out connections: 0"));
}

TEST(EchoPool, IsSilentByDefault) {
    const ScopedLogCapture logs;
    create_engine("sqlite://").connect().exec_driver_sql("SELECT 1");
    EXPECT_TRUE(logs.messages("athanor.pool").empty());
}

}  // namespace athanor::testing
