#pragma once

#include <chrono>
#include <span>

#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// Logs a list of statements to "athanor.engine" before it runs, and how long it took afterwards.
class StatementLog {
public:
    StatementLog(std::span<const Execution> list, bool hide_parameters);
    ~StatementLog();
    StatementLog(const StatementLog&) = delete;
    StatementLog& operator=(const StatementLog&) = delete;

    void succeeded() noexcept { succeeded_ = true; }

private:
    std::size_t statements_;
    bool succeeded_ = false;
    std::chrono::steady_clock::time_point start_;
};

}  // namespace athanor::detail
