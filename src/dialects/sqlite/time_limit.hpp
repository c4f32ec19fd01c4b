#pragma once

#include <chrono>

#include <sqlite3.h>

namespace athanor::sqlite {

/// Ends a statement of a connection that runs for too long, as statement_timeout asks. Waiting for a lock is not
/// counted: busy_timeout bounds that. The connection must live longer.
class TimeLimit {
public:
    TimeLimit(sqlite3* database, double seconds)
        : database_(database),
          limit_(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds))) {
        constexpr int steps = 1000;  // of SQLite's machine, some 20 microseconds: between two looks at the clock
        sqlite3_progress_handler(database, steps, is_over, this);
    }
    ~TimeLimit() { sqlite3_progress_handler(database_, 0, nullptr, nullptr); }
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

    /// A statement starts.
    void start() { end_ = Clock::now() + limit_; }
    [[nodiscard]] bool is_over() const { return Clock::now() >= end_; }

private:
    using Clock = std::chrono::steady_clock;

    static int is_over(void* self) { return static_cast<TimeLimit*>(self)->is_over() ? 1 : 0; }

    sqlite3* database_;
    Clock::duration limit_;
    Clock::time_point end_ = Clock::time_point::max();
};

}  // namespace athanor::sqlite
