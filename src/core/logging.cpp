#include <atomic>
#include <mutex>
#include <utility>

#include <spdlog/details/log_msg.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <athanor/core/logging.hpp>

#include "core/log_settings.hpp"

namespace athanor {

namespace detail {

namespace {

void write_to_stderr(LogLevel level, std::string_view logger, std::string_view message) {
    static spdlog::sinks::stderr_color_sink_mt sink = [] { return spdlog::sinks::stderr_color_sink_mt(); }();
    static const bool configured = (sink.set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %n: %v"), true);
    static_cast<void>(configured);
    const auto severity = level == LogLevel::debug     ? spdlog::level::debug
                          : level == LogLevel::info    ? spdlog::level::info
                          : level == LogLevel::warning ? spdlog::level::warn
                                                       : spdlog::level::err;
    sink.log(spdlog::details::log_msg(spdlog::string_view_t(logger.data(), logger.size()), severity,
                                      spdlog::string_view_t(message.data(), message.size())));
    sink.flush();
}

class LogState {
public:
    static LogState& instance() {
        // Never destroyed: destructors of other static objects may still log.
        static LogState& state = *new LogState;
        return state;
    }

    template <class Change>
    void change(Change change_settings) {
        // Recursive, because a sink may change the settings; it is called with this lock held.
        const std::scoped_lock lock(sink_mutex_, settings_mutex_);
        change_settings(settings_);
        auto least = settings_.level;
        for (const auto& [logger, level] : settings_.levels) {
            least = std::min(least, level);
        }
        least_.store(least, std::memory_order_relaxed);
    }

    bool enabled(LogLevel level, std::string_view logger) {
        // Asked before every statement: nearly always answered without the lock.
        if (level < least_.load(std::memory_order_relaxed)) {
            return false;
        }
        const std::scoped_lock lock(settings_mutex_);
        while (!settings_.levels.empty() && !logger.empty()) {
            if (const auto found = settings_.levels.find(logger); found != settings_.levels.end()) {
                return level >= found->second;
            }
            const auto dot = logger.rfind('.');
            logger = logger.substr(0, dot == std::string_view::npos ? 0 : dot);
        }
        return level >= settings_.level;
    }

    void write(LogLevel level, std::string_view logger, std::string_view message) {
        thread_local bool writing = false;
        if (writing) {
            return;
        }
        struct Guard {
            Guard() noexcept { writing = true; }
            ~Guard() { writing = false; }
        };
        const std::scoped_lock lock(sink_mutex_);
        const Guard guard;
        std::shared_ptr<const LogSink> sink;
        {
            const std::scoped_lock settings_lock(settings_mutex_);
            sink = settings_.sink;
        }
        if (sink) {
            (*sink)(level, logger, message);
        } else {
            write_to_stderr(level, logger, message);
        }
    }

private:
    std::recursive_mutex sink_mutex_;
    std::mutex settings_mutex_;
    LogSettings settings_;
    std::atomic<LogLevel> least_{LogLevel::warning};
};

}  // namespace

LogSettings exchange_log_settings(LogSettings settings) {
    LogState::instance().change([&](LogSettings& current) { std::swap(current, settings); });
    return settings;
}

bool is_logger_below(std::string_view logger, std::string_view parent) noexcept {
    return logger.starts_with(parent) && (logger.size() == parent.size() || logger[parent.size()] == '.');
}

}  // namespace detail

using detail::LogSettings;
using detail::LogState;

std::string_view to_string(LogLevel level) noexcept {
    switch (level) {
    case LogLevel::debug:
        return "DEBUG";
    case LogLevel::info:
        return "INFO";
    case LogLevel::warning:
        return "WARNING";
    case LogLevel::error:
        break;
    }
    return "ERROR";
}

void set_log_sink(LogSink sink) {
    auto shared = sink ? std::make_shared<const LogSink>(std::move(sink)) : nullptr;
    LogState::instance().change([&](LogSettings& settings) { std::swap(settings.sink, shared); });
}

void reset_log_sink() { set_log_sink(nullptr); }

void set_log_level(LogLevel level) {
    LogState::instance().change([&](LogSettings& settings) { settings.level = level; });
}

void set_log_level(std::string_view logger, LogLevel level) {
    LogState::instance().change(
        [&](LogSettings& settings) { settings.levels.insert_or_assign(std::string(logger), level); });
}

void reset_log_levels() {
    LogState::instance().change([](LogSettings& settings) {
        settings.level = LogLevel::warning;
        settings.levels.clear();
    });
}

bool log_enabled(LogLevel level, std::string_view logger) noexcept {
    try {
        return LogState::instance().enabled(level, logger);
    } catch (...) {
        return false;
    }
}

void log(LogLevel level, std::string_view logger, std::string_view message) noexcept {
    try {
        if (LogState::instance().enabled(level, logger)) {
            LogState::instance().write(level, logger, message);
        }
    } catch (...) {
        // Logging happens in destructors and between the steps of a flush: it must not change what they do.
        return;
    }
}

}  // namespace athanor
