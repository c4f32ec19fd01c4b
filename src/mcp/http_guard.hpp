#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Who may talk to the listener. Plain functions, so that they can be tested without a socket.
namespace athanor::mcp::http {

struct Request;

struct GuardOptions {
    /// Names that a client may call the server by, without port; empty: those of the loopback.
    std::vector<std::string> hosts;
    /// Origins beside http://<a name of hosts>, on any port.
    std::vector<std::string> origins;
    std::string token;                 ///< Empty: none is asked for.
    double requests_per_second = 100;  ///< Of one client's address; 0: no limit.
    double burst = 400;
};

struct Refusal {
    int status = 0;
    std::string why;  ///< For the client, in plain words.
};

/// Whether `host` ("localhost:8080", "[::1]") names one of `names`; case and port do not matter.
[[nodiscard]] bool is_host_allowed(std::string_view host, const std::vector<std::string>& names);

/// Whether a page of `origin` ("http://localhost:5173") may call: its host is one of `names`, or it is in `origins`.
[[nodiscard]] bool is_origin_allowed(std::string_view origin, const std::vector<std::string>& names,
                                     const std::vector<std::string>& origins);

/// Compares in a time that depends on the length of `given` only.
[[nodiscard]] bool is_same_secret(std::string_view given, std::string_view wanted) noexcept;

/// Tokens in a bucket for each client: `rate` a second, at most `burst` at once. Safe from any thread.
class RateLimiter {
public:
    using Clock = std::chrono::steady_clock;

    /// `rate` 0: everything is allowed.
    RateLimiter(double rate, double burst) : rate_(rate), burst_(burst) {}

    /// Takes one; how long to wait if there is none.
    [[nodiscard]] std::optional<std::chrono::seconds> take(const std::string& client, Clock::time_point now);

private:
    struct Bucket {
        double tokens = 0;
        Clock::time_point seen;
    };

    void forget_full_buckets(Clock::time_point now);

    double rate_;
    double burst_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

/// The checks that need the head of a request only, in their order: Host, Origin, token.
[[nodiscard]] std::optional<Refusal> refusal_of(const Request& head, const GuardOptions& options);

}  // namespace athanor::mcp::http
