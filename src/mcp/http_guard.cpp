#include "mcp/http_guard.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mcp/http_listener.hpp"

namespace athanor::mcp::http {

namespace {

constexpr std::size_t most_buckets = 4096;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "[::1]:80" -> "::1"; none if it is not a name with an optional port.
std::optional<std::string_view> name_of(std::string_view host) {
    std::string_view name = host;
    std::string_view rest;
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        name = host.substr(1, end - 1);
        rest = host.substr(end + 1);
    } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
        name = host.substr(0, colon);
        rest = host.substr(colon);
    }
    if (!rest.empty() && (!rest.starts_with(':') || !is_port(rest.substr(1)))) {
        return std::nullopt;
    }
    return name.empty() ? std::nullopt : std::optional(name);
}

}  // namespace

std::optional<std::string> Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (is_same_name(key, name)) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::string> Request::joined(std::string_view name) const {
    std::optional<std::string> all;
    for (const auto& [key, value] : headers) {
        if (is_same_name(key, name)) {
            all = all ? *all + ", " + value : value;
        }
    }
    return all;
}

std::string error_body(int status, std::string_view why) {
    constexpr int invalid_request = -32600;
    constexpr int internal_error = -32603;
    return fmt::format(R"({{"jsonrpc":"2.0","error":{{"code":{},"message":"{}"}}}})",
                       status < 500 ? invalid_request : internal_error, why);
}

std::size_t Request::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(),
                                                  [&](const auto& pair) { return is_same_name(pair.first, name); }));
}

bool is_host_allowed(std::string_view host, const std::vector<std::string>& names) {
    const auto name = name_of(host);
    static const std::vector<std::string> loopback{"localhost", "127.0.0.1", "::1"};
    const auto& allowed = names.empty() ? loopback : names;
    return name && std::any_of(allowed.begin(), allowed.end(),
                               [&](const std::string& one) { return is_same_name(one, *name); });
}

bool is_origin_allowed(std::string_view origin, const std::vector<std::string>& names,
                       const std::vector<std::string>& origins) {
    if (std::any_of(origins.begin(), origins.end(), [&](const auto& one) { return is_same_name(one, origin); })) {
        return true;
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (origin.size() > scheme.size() && is_same_name(origin.substr(0, scheme.size()), scheme)) {
            return is_host_allowed(origin.substr(scheme.size()), names);
        }
    }
    return false;
}

bool is_same_secret(std::string_view given, std::string_view wanted) noexcept {
    if (wanted.empty()) {
        return false;
    }
    volatile unsigned difference = given.size() == wanted.size() ? 0U : 1U;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto a = static_cast<unsigned char>(given[i]);
        const auto b = static_cast<unsigned char>(wanted[i % wanted.size()]);
        difference = difference | static_cast<unsigned>(a ^ b);
    }
    return difference == 0;
}

std::optional<std::chrono::seconds> RateLimiter::take(const std::string& client, Clock::time_point now) {
    if (rate_ <= 0) {
        return std::nullopt;
    }
    const std::lock_guard lock(mutex_);
    if (buckets_.size() >= most_buckets) {
        forget_full_buckets(now);
    }
    auto [found, is_new] = buckets_.try_emplace(client, Bucket{burst_, now});
    Bucket& bucket = found->second;
    const std::chrono::duration<double> passed = now - bucket.seen;
    bucket.tokens = std::min(burst_, bucket.tokens + passed.count() * rate_);
    bucket.seen = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<long>(std::ceil((1 - bucket.tokens) / rate_)));
}

void RateLimiter::forget_full_buckets(Clock::time_point now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        const std::chrono::duration<double> passed = now - entry.second.seen;
        return entry.second.tokens + passed.count() * rate_ >= burst_;
    });
}

std::optional<Refusal> refusal_of(const Request& head, const GuardOptions& options) {
    const auto host = head.header("Host");
    if (!host || head.count("Host") != 1) {
        return Refusal{400, "exactly one Host header is needed"};
    }
    if (!is_host_allowed(*host, options.hosts)) {
        return Refusal{403, "this server does not answer to the name in the Host header"};
    }
    if (const auto origin = head.header("Origin");
        origin && (head.count("Origin") != 1 || !is_origin_allowed(*origin, options.hosts, options.origins))) {
        return Refusal{403, "pages of this Origin may not call this server"};
    }
    if (!options.token.empty()) {
        constexpr std::string_view scheme = "Bearer ";
        const auto sent = head.header("Authorization");
        const bool is_bearer = sent && head.count("Authorization") == 1 && sent->size() > scheme.size() &&
                               is_same_name(std::string_view(*sent).substr(0, scheme.size()), scheme);
        if (!is_bearer || !is_same_secret(std::string_view(*sent).substr(scheme.size()), options.token)) {
            return Refusal{401, "a valid bearer token is needed: Authorization: Bearer <token>"};
        }
    }
    return std::nullopt;
}

}  // namespace athanor::mcp::http
