// PoolState against a model that is too simple to be wrong: the same random operations give the same decisions.

#include <algorithm>
#include <deque>
#include <list>
#include <map>
#include <random>

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

/// Keeps everything in plain lists, and counts by walking over them.
struct Model {
    struct Connection {
        std::uint64_t generation = 0;
        PoolTime opened;
        PoolTime returned;
    };
    PoolLimits limits;
    std::uint64_t generation = 1;
    std::map<std::size_t, Connection> places;  // by slot
    std::deque<std::size_t> idle;
    std::deque<PoolWaiter*> waiters;

    Replace judge(std::size_t slot, PoolTime now) {
        const auto& connection = places[slot];
        if (connection.generation != generation) {
            return Replace::invalidated;
        }
        return limits.recycle && now - connection.opened > *limits.recycle ? Replace::aged : Replace::no;
    }
};

struct RandomPool {
    RandomPool(PoolLimits limits, unsigned seed) : state(limits), random(seed) { model.limits = limits; }

    std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); }

    void open(std::size_t slot) {
        state.connecting(slot);
        model.places[slot].generation = model.generation;
        if (pick(8) == 0) {  // lost elsewhere meanwhile
            end_generation();
        }
        now += seconds(pick(3));
        state.connected(slot, now);
        model.places[slot].opened = now;
    }

    void hold(const PoolGrant& grant) {
        ASSERT_EQ(std::count(held.begin(), held.end(), grant.slot), 0) << "one place was given twice";
        held.push_back(grant.slot);
        if (grant.action == Action::connect) {
            model.places[grant.slot] = {};
            if (pick(10) == 0) {
                release(held.size() - 1);  // the connect failed
            } else {
                open(grant.slot);
            }
        } else if (grant.replace != Replace::no) {
            open(grant.slot);
        }
    }

    void ask() {
        auto& waiter = waiting.emplace_back();
        const auto grant = state.ask(waiter, now);
        if (!model.idle.empty()) {
            ASSERT_EQ(grant.action, Action::give);
            const auto expected = model.limits.lifo ? model.idle.back() : model.idle.front();
            ASSERT_EQ(grant.slot, expected);
            ASSERT_EQ(grant.replace, model.judge(expected, now));
            ASSERT_EQ(grant.idle, now - model.places[expected].returned);
            std::erase(model.idle, expected);
        } else if (model.places.size() < model.limits.most) {
            ASSERT_EQ(grant.action, Action::connect);
            ASSERT_FALSE(model.places.contains(grant.slot));
        } else {
            ASSERT_EQ(grant.action, Action::wait);
            model.waiters.push_back(&waiter);
            return;
        }
        waiting.pop_back();
        hold(grant);
    }

    void expect_served(PoolWaiter* served, Action action, std::size_t slot) {
        if (model.waiters.empty()) {
            ASSERT_EQ(served, nullptr);
            return;
        }
        ASSERT_EQ(served, model.waiters.front());
        model.waiters.pop_front();
        ASSERT_EQ(served->grant().action, action);
        ASSERT_EQ(served->grant().slot, slot);
        if (action == Action::give) {
            ASSERT_EQ(served->grant().replace, model.judge(slot, now));
        }
        const auto grant = served->grant();
        waiting.remove_if([&](const PoolWaiter& each) { return &each == served; });
        hold(grant);
    }

    void release(std::size_t position) {
        const auto slot = held[position];
        held.erase(held.begin() + static_cast<std::ptrdiff_t>(position));
        model.places.erase(slot);
        expect_served(state.release(slot), Action::connect, slot);
    }

    void check_in(std::size_t position) {
        const auto slot = held[position];
        const bool current = model.places[slot].generation == model.generation;
        const bool keep = current && (!model.waiters.empty() || model.idle.size() < model.limits.keep);
        model.places[slot].returned = now;
        const auto back = state.check_in(slot, now);
        ASSERT_EQ(back.keep, keep);
        if (!keep) {
            ASSERT_EQ(back.served, nullptr);
            return release(position);
        }
        held.erase(held.begin() + static_cast<std::ptrdiff_t>(position));
        if (model.waiters.empty()) {
            model.idle.push_back(slot);
        }
        if (back.served != nullptr || !model.waiters.empty()) {
            expect_served(back.served, Action::give, slot);
        }
    }

    void withdraw() {
        if (model.waiters.empty()) {
            return;
        }
        auto* const gone = model.waiters[pick(model.waiters.size())];
        ASSERT_TRUE(state.withdraw(*gone));
        std::erase(model.waiters, gone);
        waiting.remove_if([&](const PoolWaiter& each) { return &each == gone; });
    }

    void end_generation() {
        ++model.generation;
        state.end_generation();
    }

    void lose(std::size_t position) {
        const bool first = model.places[held[position]].generation == model.generation;
        ASSERT_EQ(state.end_generation_of(held[position]), first);
        model.generation += first ? 1 : 0;
    }

    void dispose() {
        end_generation();
        while (const auto slot = state.take_idle()) {
            ASSERT_EQ(*slot, model.idle.front());
            model.idle.pop_front();
            held.push_back(*slot);
            release(held.size() - 1);
        }
        ASSERT_TRUE(model.idle.empty());
    }

    void step() {
        now += seconds(pick(5));
        const auto kind = pick(100);
        if (kind < 45) {
            ask();
        } else if (kind < 80 && !held.empty()) {
            check_in(pick(held.size()));
        } else if (kind < 86 && !held.empty()) {
            release(pick(held.size()));
        } else if (kind < 92) {
            withdraw();
        } else if (kind < 97 && !held.empty()) {
            lose(pick(held.size()));
        } else if (kind == 99) {
            dispose();
        }
        ASSERT_EQ(state.idle(), model.idle.size());
        ASSERT_EQ(state.total(), model.places.size());
        ASSERT_EQ(state.total(), model.idle.size() + held.size());
        ASSERT_EQ(state.waiting(), model.waiters.size());
        ASSERT_LE(state.total(), model.limits.most);
        ASSERT_TRUE(model.waiters.empty() || (model.idle.empty() && state.total() == model.limits.most))
            << "somebody waits although there is something to have";
    }

    PoolState state;
    Model model;
    PoolTime now{seconds(1)};
    std::mt19937 random;
    std::vector<std::size_t> held;
    std::list<PoolWaiter> waiting;
};

}  // namespace

TEST(PoolStateModel, DecidesLikeAModelOverAHundredThousandRandomSteps) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        PoolLimits limits;
        limits.keep = seed % 4;
        limits.most = seed % 5 == 0 ? PoolLimits::unlimited : std::max<std::size_t>(1, limits.keep) + seed % 3;
        limits.lifo = seed % 2 == 0;
        if (seed % 3 == 0) {
            limits.recycle = seconds(20);
        }
        RandomPool pool(limits, seed);
        for (int step = 0; step < 1000; ++step) {
            pool.step();
            ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "seed " << seed << ", step " << step;
        }
    }
}

}  // namespace athanor::testing
