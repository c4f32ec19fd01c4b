#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mcp/http_guard.hpp"

// HTTP/1.1 on one path, for local clients and reverse proxies: no TLS. Everything of Boost stays in http_listener.cpp.
namespace athanor::mcp::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;
    Headers headers;  ///< As sent, in order.
    std::string body;
    std::string client;  ///< The address of the peer, without its port.

    /// The value of a header, whatever the case of its name; none if it is missing.
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
    /// All values of a header, with ", " between them.
    [[nodiscard]] std::optional<std::string> joined(std::string_view name) const;
    /// How often a header was sent.
    [[nodiscard]] std::size_t count(std::string_view name) const;
};

/// One request and the way back: one JSON body, or a stream of events that begins with the first event. May be kept and
/// used by any thread, also after the peer is gone: then sending does nothing. Dropping the last reference of one that
/// was never answered answers 500.
class Exchange {
public:
    virtual ~Exchange() = default;
    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    [[nodiscard]] virtual const Request& request() const noexcept = 0;

    /// Headers for the answer, before it begins.
    virtual void set_header(std::string name, std::string value) = 0;
    /// Allows a stream that began by itself to keep the connection alive while a handler works for long: 200, with
    /// comments every `keep_alive`.
    virtual void allow_stream() = 0;
    /// Begins a stream now.
    virtual void begin_stream() = 0;
    /// One event whose data is a line of JSON; begins the stream if need be.
    virtual void send_event(std::string json) = 0;
    /// The answer, once: a body with this status, or the last event if a stream has begun. Empty: no body, or the end
    /// of the stream.
    virtual void finish(int status, std::string json) = 0;

    /// Whether the peer has closed, or the listener has given up on it.
    [[nodiscard]] virtual bool closed() const noexcept = 0;
    /// Called once, when the peer goes before the answer is finished; at once if it is gone already. Runs in the
    /// listener's thread: it must not block.
    virtual void on_close(std::function<void()> callback) = 0;
};

/// A refusal in the form that clients read: an error of JSON-RPC without id.
[[nodiscard]] std::string error_body(int status, std::string_view why);

struct ListenerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: a free one.
    std::string path = "/mcp";
    GuardOptions guard = {};

    std::size_t max_header_bytes = std::size_t{16} << 10U;
    std::size_t max_body_bytes = std::size_t{1} << 20U;
    std::size_t max_connections = 256;
    std::size_t max_pending_bytes = std::size_t{8} << 20U;  ///< Of a stream whose reader is slow; then it is closed.
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds write_timeout{30'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds keep_alive{15'000};
};

/// Called in the listener's own thread, so it must not block: what takes long goes to a WorkerPool.
using Handler = std::function<void(std::shared_ptr<Exchange>)>;

/// Listens until it is destroyed. One thread of its own reads and writes for all connections.
class Listener {
public:
    /// @throws ArgumentError if the address is none, OperationalError if it cannot be bound.
    Listener(ListenerOptions options, Handler handler);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

    /// No new connection, and no new request on those that stand. What runs goes on.
    void stop_accepting();
    /// stop_accepting(), then waits until every answer is sent or `grace` is over, and closes everything. Any thread
    /// but the listener's own; twice is harmless.
    void stop(std::chrono::milliseconds grace);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace athanor::mcp::http
