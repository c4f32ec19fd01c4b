#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/core/logging.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// One message that was logged.
struct LogRecord {
    LogLevel level;
    std::string logger;
    std::string message;

    friend bool operator==(const LogRecord&, const LogRecord&) = default;
};

/// Collects what is logged during its life instead of printing it: for tests.
///
/// Takes over sink and levels of the whole process and gives them back at its end, so captures must end in the
/// reverse order of their beginning. The members may be called while other threads log.
class ScopedLogCapture {
public:
    explicit ScopedLogCapture(LogLevel level = LogLevel::debug);
    ~ScopedLogCapture();
    ScopedLogCapture(const ScopedLogCapture&) = delete;
    ScopedLogCapture& operator=(const ScopedLogCapture&) = delete;

    std::vector<LogRecord> records() const;

    /// The messages of one logger and those below it.
    std::vector<std::string> messages(std::string_view logger) const;

    bool contains(std::string_view text) const;
    void clear();

private:
    struct [[gnu::visibility("hidden")]] State;
    std::unique_ptr<State> state_;
};

}  // namespace athanor

#pragma GCC visibility pop
