#pragma once

#include <functional>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {

/// How important a message is; in rising order.
enum class LogLevel { debug, info, warning, error };

/// "DEBUG", "INFO", "WARNING", "ERROR".
std::string_view to_string(LogLevel level) noexcept;

/// Where messages go. Called by one thread at a time; what it throws is dropped, and so is what it logs itself.
using LogSink = std::function<void(LogLevel level, std::string_view logger, std::string_view message)>;

/// Messages go to stderr until a sink is set. Everything here may be called from any thread.
void set_log_sink(LogSink sink);
void reset_log_sink();

/// The least level that is let through, at first LogLevel::warning: for all loggers, or for one and those below it
/// ("athanor" is above "athanor.engine"). Loggers: athanor.engine, athanor.orm, athanor.pool.
void set_log_level(LogLevel level);
void set_log_level(std::string_view logger, LogLevel level);

/// Forgets every level that was set.
void reset_log_levels();

/// Whether log() would pass the message on; ask before building an expensive one.
bool log_enabled(LogLevel level, std::string_view logger) noexcept;

void log(LogLevel level, std::string_view logger, std::string_view message) noexcept;

}  // namespace athanor

#pragma GCC visibility pop
