// Somebody sets the clock of the machine while the pool is at work.

#include <atomic>
#include <chrono>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "temp_dir.hpp"

namespace {

std::atomic<long> jump{0};  // seconds

}  // namespace

/// In the place of the C library's, for the whole test program: the clock of the wall may jump, the others may not.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
    const auto result = static_cast<int>(syscall(SYS_clock_gettime, clock, now));
    if (clock == CLOCK_REALTIME) {
        now->tv_sec += jump.load();
    }
    return result;
}

namespace athanor::testing {

TEST(ClockJump, ByAnHourChangesNeitherTheAgeOfConnectionsNorAWait) {
    using std::chrono::steady_clock;
    using std::chrono::system_clock;
    const TempDir folder;
    EngineOptions options;
    options.pool_size = 1;
    options.max_overflow = 0;
    options.pool_timeout = 0.1;
    options.pool_recycle = 1800;
    const auto engine = create_engine(folder.sqlite_url(), options);
    engine.connect().close();
    for (const long by : {3600L, -3600L}) {
        const auto before = system_clock::now();
        jump = by;
        ASSERT_GT(std::chrono::abs(system_clock::now() - before), std::chrono::minutes(59));
        const auto used = engine.connect();
        EXPECT_EQ(engine.statistics().connects, 1U);
        const auto start = steady_clock::now();
        EXPECT_THROW((void)engine.connect(), TimeoutError);
        EXPECT_GE(steady_clock::now() - start, std::chrono::milliseconds(100));
        EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(30));
        jump = 0;
    }
}

}  // namespace athanor::testing
