#include "mcp/confirmation.hpp"

#include <algorithm>

#include <athanor/core/uuid.hpp>

namespace budget::tools {

std::string Confirmations::issue(std::string_view call, std::string_view change, Clock::time_point now) {
    std::string code = athanor::Uuid::random().to_string();
    const std::lock_guard lock(mutex_);
    drop_old(now);
    if (entries_.size() >= most_) {
        entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
            return a.second.expires < b.second.expires;
        }));
    }
    entries_[code] = {std::string(call), std::string(change), now + lifetime_};
    return code;
}

Confirmations::Verdict Confirmations::redeem(const std::string& code, std::string_view call, std::string_view change,
                                             Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    drop_old(now);
    const auto found = entries_.extract(code);
    if (found.empty()) {
        return Verdict::unknown;
    }
    if (found.mapped().call != call) {
        return Verdict::other_call;
    }
    return found.mapped().change == change ? Verdict::good : Verdict::other_change;
}

void Confirmations::drop_old(Clock::time_point now) {
    std::erase_if(entries_, [now](const auto& entry) { return entry.second.expires <= now; });
}

}  // namespace budget::tools
