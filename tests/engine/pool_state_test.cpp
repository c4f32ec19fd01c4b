#include <type_traits>

#include <gtest/gtest.h>

#include "engine/pool/pool_state.hpp"

namespace athanor::testing {

namespace {

using detail::PoolGrant;
using detail::PoolLimits;
using detail::PoolState;
using detail::PoolTime;
using detail::PoolWaiter;
using detail::Replace;
using Action = PoolGrant::Action;
using std::chrono::seconds;

struct States : ::testing::Test {
    PoolTime now{seconds(1000)};

    PoolGrant ask(PoolState& state) {
        PoolWaiter waiter;
        const auto grant = state.ask(waiter, now);
        EXPECT_NE(grant.action, Action::wait);
        if (grant.action == Action::connect) {
            state.connecting(grant.slot);
            state.connected(grant.slot, now);
        }
        return grant;
    }
    static PoolLimits limits(std::size_t keep, std::size_t most) {
        PoolLimits made;
        made.keep = keep;
        made.most = most;
        return made;
    }
};

}  // namespace

using PoolStates = States;

TEST_F(PoolStates, AskForConnectionsUntilThereAreEnough) {
    PoolState state(limits(1, 2));
    EXPECT_EQ(ask(state).action, Action::connect);
    EXPECT_EQ(ask(state).action, Action::connect);
    PoolWaiter waiter;
    EXPECT_EQ(state.ask(waiter, now).action, Action::wait);
    EXPECT_EQ(state.waiting(), 1U);
    EXPECT_TRUE(state.withdraw(waiter));
    EXPECT_EQ(state.waiting(), 0U);
    EXPECT_EQ(state.total(), 2U);
}

TEST_F(PoolStates, GiveTheOneThatCameBackFirstOrLast) {
    for (const bool lifo : {false, true}) {
        auto some = limits(2, 2);
        some.lifo = lifo;
        PoolState state(some);
        const auto first = ask(state).slot;
        const auto second = ask(state).slot;
        EXPECT_TRUE(state.check_in(first, now).keep);
        EXPECT_TRUE(state.check_in(second, now).keep);
        EXPECT_EQ(ask(state).slot, lifo ? second : first);
    }
}

TEST_F(PoolStates, ServeWaitersInTheOrderInWhichTheyCame) {
    PoolState state(limits(1, 1));
    const auto only = ask(state).slot;
    PoolWaiter waiters[3];
    for (auto& waiter : waiters) {
        ASSERT_EQ(state.ask(waiter, now).action, Action::wait);
    }
    EXPECT_TRUE(state.withdraw(waiters[1]));

    auto back = state.check_in(only, now);
    EXPECT_TRUE(back.keep);
    EXPECT_EQ(back.served, &waiters[0]);
    EXPECT_EQ(waiters[0].grant().action, Action::give);
    EXPECT_FALSE(state.withdraw(waiters[0]));
    EXPECT_EQ(state.idle(), 0U);

    // A place that becomes free serves as well as a connection.
    EXPECT_EQ(state.release(waiters[0].grant().slot), &waiters[2]);
    EXPECT_EQ(waiters[2].grant().action, Action::connect);
    EXPECT_EQ(state.total(), 1U);
}

TEST_F(PoolStates, AWaiterGetsEvenWhatIsMoreThanThePoolKeeps) {
    PoolState state(limits(1, 2));
    const auto first = ask(state).slot;
    const auto second = ask(state).slot;
    PoolWaiter waiter;
    ASSERT_EQ(state.ask(waiter, now).action, Action::wait);
    EXPECT_EQ(state.check_in(first, now).served, &waiter);
    EXPECT_TRUE(state.check_in(waiter.grant().slot, now).keep);
    EXPECT_FALSE(state.check_in(second, now).keep);
}

TEST_F(PoolStates, AConnectionThatIsBeingClosedStillCounts) {
    PoolState state(limits(0, 1));
    const auto only = ask(state).slot;
    EXPECT_FALSE(state.check_in(only, now).keep);
    PoolWaiter waiter;
    EXPECT_EQ(state.ask(waiter, now).action, Action::wait);
    EXPECT_EQ(state.release(only), &waiter);
}

TEST_F(PoolStates, ReplaceWhatIsTooOldAtItsNextCheckout) {
    auto some = limits(1, 1);
    some.recycle = seconds(60);
    PoolState state(some);
    auto grant = ask(state);
    now += seconds(100);
    ASSERT_TRUE(state.check_in(grant.slot, now).keep);
    grant = ask(state);
    EXPECT_EQ(grant.replace, Replace::aged);
    state.connecting(grant.slot);
    state.connected(grant.slot, now);
    ASSERT_TRUE(state.check_in(grant.slot, now).keep);
    now += seconds(60);
    grant = ask(state);
    EXPECT_EQ(grant.replace, Replace::no);
    EXPECT_EQ(grant.idle, seconds(60));
}

TEST_F(PoolStates, OneBurstOfLossesEndsOneGeneration) {
    PoolState state(limits(3, 3));
    const auto first = ask(state).slot;
    const auto second = ask(state).slot;
    const auto third = ask(state).slot;
    ASSERT_TRUE(state.check_in(third, now).keep);

    EXPECT_TRUE(state.end_generation_of(first));
    // The first is back already when the second is noticed: the new connection must survive that.
    state.connecting(first);
    state.connected(first, now);
    EXPECT_FALSE(state.end_generation_of(second));
    EXPECT_TRUE(state.check_in(first, now).keep);

    EXPECT_FALSE(state.check_in(second, now).keep);
    EXPECT_EQ(ask(state).replace, Replace::invalidated);
    EXPECT_EQ(ask(state).replace, Replace::no);
}

TEST_F(PoolStates, AConnectionBegunBeforeTheLossIsOfTheOldGeneration) {
    PoolState state(limits(2, 2));
    const auto slow = ask(state).slot;
    state.connecting(slow);
    state.end_generation();
    state.connected(slow, now);
    EXPECT_FALSE(state.check_in(slow, now).keep);
}

TEST_F(PoolStates, NumberTheirPlacesAfresh) {
    PoolState state(limits(0, PoolLimits::unlimited));
    for (int i = 0; i < 100; ++i) {
        const auto slot = ask(state).slot;
        EXPECT_FALSE(state.check_in(slot, now).keep);
        EXPECT_EQ(state.release(slot), nullptr);
    }
    EXPECT_EQ(state.slots(), 1U);
}

// A clock that is set by an hour, forwards or backwards, changes neither age nor waiting.
static_assert(std::is_same_v<detail::PoolClock, std::chrono::steady_clock>);

}  // namespace athanor::testing
