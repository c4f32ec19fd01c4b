#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/mcp/http.hpp>

#include "mcp/http_outlet.hpp"
#include "mcp/http_rules.hpp"
#include "mcp/peer.hpp"

namespace athanor::mcp {

namespace {

http::ListenerOptions listener_options(const HttpOptions& options) {
    const bool is_local = options.address == "127.0.0.1" || options.address == "::1";
    if (!is_local && options.token.empty()) {
        throw ArgumentError(fmt::format("other machines could call the server on {} without a token", options.address),
                            "Set HttpOptions::token, or listen on 127.0.0.1.");
    }
    if (!options.path.starts_with('/')) {
        throw ArgumentError(fmt::format("the path '{}' does not begin with a slash", options.path));
    }
    http::ListenerOptions made;
    made.address = options.address;
    made.port = options.port;
    made.path = options.path;
    made.guard.hosts = options.hosts;
    if (options.hosts.empty() && !is_local) {
        made.guard.hosts = {"localhost", "127.0.0.1", "::1", options.address};
    }
    made.guard.origins = options.origins;
    made.guard.token = options.token;
    made.guard.requests_per_second = options.requests_per_second;
    made.guard.burst = options.burst;
    made.max_header_bytes = options.header_bytes;
    made.max_body_bytes = options.limits.message_bytes;
    made.max_connections = options.connections;
    made.header_timeout = options.header_timeout;
    made.body_timeout = options.body_timeout;
    made.idle_timeout = options.idle_timeout;
    made.keep_alive = options.keep_alive;
    return made;
}

void refuse(http::Exchange& exchange, const http::Refusal& refusal) {
    if (refusal.status == 405) {
        exchange.set_header("Allow", "POST");
    }
    exchange.finish(refusal.status, http::error_body(refusal.status, refusal.why));
}

constexpr std::chrono::seconds time_to_read{2};  // for clients, what was answered last

}  // namespace

struct HttpServer::Impl {
    Impl(Server& server, const HttpOptions& options)
        : principal(options.principal),
          address(options.address),
          path(options.path),
          endpoint(server, options.limits, true),
          listener(listener_options(options), [this](std::shared_ptr<http::Exchange> one) { handle(std::move(one)); }) {
    }

    void handle(std::shared_ptr<http::Exchange> exchange) {
        const http::Request& request = exchange->request();
        if (const auto refusal = http::refusal_by_transport(request)) {
            refuse(*exchange, *refusal);
        } else if (request.method == "POST") {
            take_message(std::move(exchange));
        } else if (request.method == "GET") {
            open_stream(exchange);
        } else {
            end_session(*exchange);
        }
    }

    void take_message(std::shared_ptr<http::Exchange> exchange) {
        const http::Request& request = exchange->request();
        detail::Arrival arrival;
        arrival.transport = "http";
        arrival.principal = principal;
        arrival.session_id = request.header("Mcp-Session-Id").value_or("");
        arrival.header = [exchange](std::string_view name) { return exchange->request().joined(name); };
        exchange->allow_stream();
        const auto outlet = std::make_shared<http::HttpOutlet>(exchange);
        const std::shared_ptr<detail::Exchange> running = endpoint.receive(request.body, arrival, outlet);
        // An older client that loses its connection has not cancelled anything: it says so when it does.
        if (http::is_modern(request)) {
            exchange->on_close([this, running] { canceller.cancel(running); });
        }
    }

    void open_stream(const std::shared_ptr<http::Exchange>& exchange) {
        const auto outlet = std::make_shared<http::HttpOutlet>(exchange);
        if (!endpoint.attach(exchange->request().header("Mcp-Session-Id").value_or(""), principal, outlet)) {
            refuse(*exchange, {404, "there is no such session; begin again with initialize"});
            return;
        }
        exchange->begin_stream();
        exchange->on_close([outlet] { outlet->drop(); });
    }

    void end_session(http::Exchange& exchange) {
        if (!endpoint.end_session(exchange.request().header("Mcp-Session-Id").value_or(""), principal)) {
            refuse(exchange, {404, "there is no such session"});
            return;
        }
        exchange.finish(204, "");
    }

    std::string principal;
    std::string address;
    std::string path;
    http::Canceller canceller;
    detail::Endpoint endpoint;
    http::Listener listener;  // last: its thread calls what stands above
};

HttpServer::HttpServer(Server& server, const HttpOptions& options) : impl_(std::make_unique<Impl>(server, options)) {}

HttpServer::~HttpServer() { stop(std::chrono::milliseconds(0)); }

std::uint16_t HttpServer::port() const noexcept { return impl_->listener.port(); }

std::string HttpServer::url() const {
    const bool is_ipv6 = impl_->address.find(':') != std::string::npos;
    return fmt::format("http://{0}{1}{2}:{3}{4}", is_ipv6 ? "[" : "", impl_->address, is_ipv6 ? "]" : "", port(),
                       impl_->path);
}

void HttpServer::stop(std::chrono::milliseconds grace) {
    impl_->listener.stop_accepting();
    impl_->endpoint.stop(grace);
    impl_->listener.stop(time_to_read);
}

std::unique_ptr<HttpServer> serve_http(Server& server, const HttpOptions& options) {
    return std::make_unique<HttpServer>(server, options);
}

}  // namespace athanor::mcp
