#include <algorithm>
#include <mutex>
#include <utility>

#include <athanor/core/scoped_log_capture.hpp>

#include "core/log_settings.hpp"

namespace athanor {

struct ScopedLogCapture::State {
    mutable std::mutex mutex;
    std::vector<LogRecord> records;
    detail::LogSettings before;
};

ScopedLogCapture::ScopedLogCapture(LogLevel level) : state_(std::make_unique<State>()) {
    detail::LogSettings settings;
    settings.level = level;
    settings.sink = std::make_shared<const LogSink>(
        [state = state_.get()](LogLevel record_level, std::string_view logger, std::string_view message) {
            const std::scoped_lock lock(state->mutex);
            state->records.push_back({record_level, std::string(logger), std::string(message)});
        });
    state_->before = detail::exchange_log_settings(std::move(settings));
}

ScopedLogCapture::~ScopedLogCapture() { detail::exchange_log_settings(std::move(state_->before)); }

std::vector<LogRecord> ScopedLogCapture::records() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->records;
}

std::vector<std::string> ScopedLogCapture::messages(std::string_view logger) const {
    std::vector<std::string> result;
    for (const auto& record : records()) {
        if (detail::is_logger_below(record.logger, logger)) {
            result.push_back(record.message);
        }
    }
    return result;
}

bool ScopedLogCapture::contains(std::string_view text) const {
    const std::scoped_lock lock(state_->mutex);
    return std::any_of(state_->records.begin(), state_->records.end(),
                       [&](const LogRecord& record) { return record.message.find(text) != std::string::npos; });
}

void ScopedLogCapture::clear() {
    const std::scoped_lock lock(state_->mutex);
    state_->records.clear();
}

}  // namespace athanor
