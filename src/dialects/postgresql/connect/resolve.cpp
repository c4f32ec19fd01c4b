#include "dialects/postgresql/connect/resolve.hpp"

#include <arpa/inet.h>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <optional>
#include <system_error>
#include <thread>

#include <fmt/format.h>

namespace athanor::postgresql {

namespace {

/// What the helper thread and the one that waits share; whoever leaves last takes it away.
struct Shared {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Resolved> result;
};

}  // namespace

bool is_address(const std::string& host) {
    in6_addr place{};
    return inet_pton(AF_INET, host.c_str(), &place) == 1 || inet_pton(AF_INET6, host.c_str(), &place) == 1 ||
           (host.find(':') != std::string::npos && host.find('%') != std::string::npos);
}

Resolved look_up(const std::string& host) {
    Resolved found;
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (const int code = getaddrinfo(host.c_str(), nullptr, &wanted, &list); code != 0) {
        found.error = fmt::format("could not translate host name \"{}\" to address: {}", host, gai_strerror(code));
        return found;
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
    for (const auto* one = list; one != nullptr; one = one->ai_next) {
        char text[NI_MAXHOST];
        if (getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) {
            found.addresses.emplace_back(text);
        }
    }
    if (found.addresses.empty()) {
        found.error = fmt::format("could not translate host name \"{}\" to address: it has none", host);
    }
    return found;
}

Resolved resolve(const std::string& host, std::chrono::steady_clock::time_point deadline,
                 std::function<Resolved(const std::string&)> look_up) {
    const auto shared = std::make_shared<Shared>();
    try {
        // getaddrinfo can neither be cancelled nor given a deadline.
        std::thread([shared, host, task = std::move(look_up)] {
            Resolved result;
            try {
                result = task(host);
            } catch (const std::exception& error) {
                result.error = error.what();
            }
            const std::lock_guard lock(shared->mutex);
            shared->result = std::move(result);
            shared->done.notify_all();
        }).detach();
    } catch (const std::system_error& error) {
        return {{}, fmt::format("could not translate host name \"{}\": no thread can be made: {}", host, error.what())};
    }
    std::unique_lock lock(shared->mutex);
    if (!shared->done.wait_until(lock, deadline, [&] { return shared->result.has_value(); })) {
        return {{}, fmt::format("timeout expired while looking for the host name \"{}\"", host)};
    }
    return std::move(*shared->result);
}

}  // namespace athanor::postgresql
