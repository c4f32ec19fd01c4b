#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <athanor/core/logging.hpp>

namespace athanor::detail {

/// Everything about logging that can be set.
struct LogSettings {
    std::shared_ptr<const LogSink> sink;  ///< None: stderr.
    LogLevel level = LogLevel::warning;
    std::map<std::string, LogLevel, std::less<>> levels;  ///< By logger.
};

/// Puts other settings into force and returns those from before. No message is on its way to the old sink any more
/// when it returns, unless it was called by that sink.
LogSettings exchange_log_settings(LogSettings settings);

/// Whether `logger` is `parent` or below it.
bool is_logger_below(std::string_view logger, std::string_view parent) noexcept;

}  // namespace athanor::detail
