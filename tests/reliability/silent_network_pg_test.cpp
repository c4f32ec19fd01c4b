// A network that loses every packet without a word: no reset, no end, no acknowledgement.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "reliability/silent_network.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Runs a test in a child process that may leave its network.
template <class Test>
void in_a_process_of_its_own(const Test& test) {
    EXPECT_EXIT(
        {
            try {
                test();
            } catch (const std::exception& error) {
                ADD_FAILURE() << error.what();
            }
            // The parent shows what the child says on stderr only.
            if (::testing::Test::HasFailure()) {
                const auto* result = ::testing::UnitTest::GetInstance()->current_test_info()->result();
                for (int i = 0; i < result->total_part_count(); ++i) {
                    fprintf(stderr, "%s\n", result->GetTestPartResult(i).summary());
                }
            }
            _exit(::testing::Test::HasFailure() ? 1 : 0);
        },
        ::testing::ExitedWithCode(0), "");
}

/// How long it takes until a call throws that the connection is lost or cannot be made.
template <class Call>
Clock::duration time_until_lost(const Call& call) {
    const auto start = Clock::now();
    EXPECT_THROW(call(), OperationalError);
    return Clock::now() - start;
}

}  // namespace

TEST(SilentNetworkDeathTest, ConnectingEndsAfterTheTimeoutOfEachHost) {
    const PostgresDatabase database;
    in_a_process_of_its_own([&] {
        const SilentNetwork network(database.url());
        EngineOptions options;
        options.connect_timeout = 2;
        options.connect_retries = 0;
        const auto engine = create_engine(network.silent_url(), options);
        const auto elapsed = time_until_lost([&] { static_cast<void>(engine.connect()); });
        EXPECT_GE(elapsed, 1900ms);
        EXPECT_LT(elapsed, 4s);
    });
}

TEST(SilentNetworkDeathTest, WhatIsSentAndNeverAcknowledgedIsALossAfterTcpUserTimeout) {
    const PostgresDatabase database;
    in_a_process_of_its_own([&] {
        SilentNetwork network(database.url());
        EngineOptions options;
        options.tcp_user_timeout = 2000;
        const auto engine = create_engine(network.url(), options);
        auto connection = engine.connect();
        connection.exec_driver_sql("SELECT 1");
        network.fall_silent();
        const auto elapsed = time_until_lost([&] { connection.exec_driver_sql("SELECT 2"); });
        EXPECT_GE(elapsed, 1900ms);
        EXPECT_LT(elapsed, 6s);
    });
}

TEST(SilentNetworkDeathTest, AWaitForAnAnswerIsALossAfterTheKeepalives) {
    const PostgresDatabase database;
    in_a_process_of_its_own([&] {
        SilentNetwork network(database.url());
        EngineOptions options;
        options.keepalives = {.idle = 1, .interval = 1, .count = 2};
        options.tcp_user_timeout = 0;
        const auto engine = create_engine(network.url(), options);
        auto connection = engine.connect();
        connection.exec_driver_sql("SELECT 1");
        network.wait_for_traffic();
        std::thread silence([&] {
            network.wait_for_traffic();
            network.fall_silent();
        });
        const auto elapsed = time_until_lost([&] { connection.exec_driver_sql("SELECT pg_sleep(60)"); });
        silence.join();
        EXPECT_GE(elapsed, 1900ms);
        EXPECT_LT(elapsed, 10s);
    });
}

}  // namespace athanor::testing
