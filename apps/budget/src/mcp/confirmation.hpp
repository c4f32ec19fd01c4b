#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace budget::tools {

/// One-time codes for clients that cannot ask their user: each stands for one call with its very arguments and for the
/// change that was shown, and is good once, until it expires. They are random and kept here, so nothing that a client
/// could compute makes one. Thread-safe.
class Confirmations {
public:
    using Clock = std::chrono::steady_clock;

    explicit Confirmations(Clock::duration lifetime = std::chrono::minutes(10), std::size_t most = 1000)
        : lifetime_(lifetime), most_(most) {}

    /// A code for a call. `call` and `change` as redeem gets them. When there are too many, the oldest stop working.
    [[nodiscard]] std::string issue(std::string_view call, std::string_view change, Clock::time_point now);

    enum class Verdict { good, unknown, other_call, other_change };
    /// Whether the code is for this call and this change. It does not work again, whatever the answer.
    [[nodiscard]] Verdict redeem(const std::string& code, std::string_view call, std::string_view change,
                                 Clock::time_point now);

private:
    struct Entry {
        std::string call;
        std::string change;
        Clock::time_point expires;
    };
    void drop_old(Clock::time_point now);

    const Clock::duration lifetime_;
    const std::size_t most_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_;
};

}  // namespace budget::tools
