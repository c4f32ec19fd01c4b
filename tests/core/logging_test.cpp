#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <athanor/core/logging.hpp>
#include <athanor/core/scoped_log_capture.hpp>

namespace athanor {
namespace {

/// Leaves the process-wide settings as they were at the start of the program.
class Logging : public ::testing::Test {
protected:
    void TearDown() override {
        reset_log_sink();
        reset_log_levels();
    }
};

TEST_F(Logging, LetsWarningsThroughAndNothingLess) {
    EXPECT_FALSE(log_enabled(LogLevel::info, "athanor.engine"));
    EXPECT_TRUE(log_enabled(LogLevel::warning, "athanor.engine"));
    set_log_level(LogLevel::error);
    EXPECT_FALSE(log_enabled(LogLevel::warning, "athanor.engine"));
    reset_log_levels();
    EXPECT_TRUE(log_enabled(LogLevel::warning, "athanor.engine"));
}

TEST_F(Logging, LevelOfALoggerHoldsForThoseBelowIt) {
    set_log_level("athanor.engine", LogLevel::info);
    EXPECT_TRUE(log_enabled(LogLevel::info, "athanor.engine"));
    EXPECT_TRUE(log_enabled(LogLevel::info, "athanor.engine.sqlite"));
    EXPECT_FALSE(log_enabled(LogLevel::info, "athanor.engines"));
    EXPECT_FALSE(log_enabled(LogLevel::info, "athanor.orm"));
    set_log_level("athanor", LogLevel::error);
    EXPECT_TRUE(log_enabled(LogLevel::info, "athanor.engine"));
    EXPECT_FALSE(log_enabled(LogLevel::warning, "athanor.orm"));
    EXPECT_TRUE(log_enabled(LogLevel::warning, "other"));
}

TEST_F(Logging, GivesTheSinkLevelLoggerAndMessage) {
    std::vector<std::string> seen;
    set_log_sink([&](LogLevel level, std::string_view logger, std::string_view message) {
        seen.push_back(std::string(to_string(level)) + '|' + std::string(logger) + '|' + std::string(message));
    });
    log(LogLevel::warning, "athanor.pool", "one {} left");
    log(LogLevel::debug, "athanor.pool", "not shown");
    log(LogLevel::error, "athanor.orm", "");
    EXPECT_EQ(seen, (std::vector<std::string>{"WARNING|athanor.pool|one {} left", "ERROR|athanor.orm|"}));
}

TEST_F(Logging, GoesToStderrWithoutASink) {
    ::testing::internal::CaptureStderr();
    log(LogLevel::error, "athanor.engine", "the lamp went out");
    const auto text = ::testing::internal::GetCapturedStderr();
    EXPECT_NE(text.find("error"), std::string::npos) << text;
    EXPECT_NE(text.find("athanor.engine: the lamp went out\n"), std::string::npos) << text;
}

TEST_F(Logging, SurvivesASinkThatThrowsOrLogsItself) {
    int calls = 0;
    set_log_sink([&](LogLevel, std::string_view, std::string_view) {
        ++calls;
        log(LogLevel::error, "athanor.engine", "again");
        throw std::runtime_error("disk full");
    });
    log(LogLevel::error, "athanor.engine", "first");
    log(LogLevel::error, "athanor.engine", "second");
    EXPECT_EQ(calls, 2);
}

TEST_F(Logging, LetsASinkReplaceItself) {
    int calls = 0;
    set_log_sink([&](LogLevel, std::string_view, std::string_view) {
        ++calls;
        set_log_sink([&](LogLevel, std::string_view, std::string_view) { calls += 10; });
    });
    log(LogLevel::error, "athanor.engine", "first");
    log(LogLevel::error, "athanor.engine", "second");
    EXPECT_EQ(calls, 11);
}

TEST_F(Logging, CallsTheSinkForOneThreadAtATime) {
    int unguarded = 0;
    set_log_sink([&](LogLevel, std::string_view, std::string_view) { ++unguarded; });
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (int j = 0; j < 1000; ++j) {
                log(LogLevel::warning, "athanor.pool", "busy");
                set_log_level("athanor.orm", LogLevel::info);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(unguarded, 4000);
}

TEST_F(Logging, CaptureCollectsEverythingAndGivesBackWhatWasSet) {
    int outside = 0;
    set_log_sink([&](LogLevel, std::string_view, std::string_view) { ++outside; });
    set_log_level("athanor.pool", LogLevel::error);
    {
        ScopedLogCapture capture;
        log(LogLevel::debug, "athanor.engine.sqlite", "BEGIN");
        log(LogLevel::info, "athanor.pool", "opened");
        EXPECT_EQ(capture.records(), (std::vector<LogRecord>{{LogLevel::debug, "athanor.engine.sqlite", "BEGIN"},
                                                             {LogLevel::info, "athanor.pool", "opened"}}));
        EXPECT_EQ(capture.messages("athanor.engine"), std::vector<std::string>{"BEGIN"});
        EXPECT_TRUE(capture.contains("EGI"));
        EXPECT_FALSE(capture.contains("COMMIT"));
        capture.clear();
        EXPECT_TRUE(capture.records().empty());
        {
            ScopedLogCapture inner(LogLevel::warning);
            log(LogLevel::info, "athanor.orm", "too quiet");
            log(LogLevel::error, "athanor.orm", "loud");
            EXPECT_EQ(inner.records().size(), 1U);
        }
        EXPECT_TRUE(capture.records().empty());
    }
    log(LogLevel::warning, "athanor.pool", "below its level");
    log(LogLevel::warning, "athanor.orm", "heard");
    EXPECT_EQ(outside, 1);
}

}  // namespace
}  // namespace athanor
