#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <athanor/mcp/server.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// How serve_http listens, and whom it lets in. Without a change: this machine only, on a free port.
struct HttpOptions {
    std::string address = "127.0.0.1";  ///< an IP address of this machine
    std::uint16_t port = 0;             ///< 0: a free one, see HttpServer::port
    std::string path = "/mcp";

    /// What clients must send as `Authorization: Bearer …`. Empty, for tests: everybody may call; refused on an address
    /// that other machines reach.
    std::string token = {};
    std::string principal = {};  ///< whom that token stands for, see Context::principal
    /// Names that the Host header may have, without port. Empty: localhost, 127.0.0.1, [::1] and `address`.
    std::vector<std::string> hosts = {};
    /// Origins of web pages that may call, such as "https://app.example"; those of `hosts` may always.
    std::vector<std::string> origins = {};

    Limits limits = {.message_bytes = std::size_t{1024} * 1024};
    std::size_t header_bytes = std::size_t{16} * 1024;                    ///< of one request
    std::size_t connections = 256;                                        ///< at the same time
    double requests_per_second = 100;                                     ///< of one client's address; 0: no limit
    double burst = 1000;                                                  ///< requests that it may send at once
    std::chrono::milliseconds header_timeout = std::chrono::seconds(10);  ///< for the whole head of a request
    std::chrono::milliseconds body_timeout = std::chrono::seconds(30);    ///< for the whole body
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);    ///< between two requests
    std::chrono::milliseconds keep_alive = std::chrono::seconds(15);      ///< between two signs of life of a stream
};

/// Serves MCP's Streamable HTTP transport, in both eras, until it is stopped or destroyed; made by serve_http. One
/// thread reads and writes, handlers run on those of Limits. Plain HTTP: for other machines put a reverse proxy with
/// TLS before it. Thread-safe. The server that is served must outlive it.
class HttpServer {
public:
    HttpServer(Server& server, const HttpOptions& options);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer();  ///< stop(0) if it was not stopped

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::string url() const;  ///< "http://127.0.0.1:3001/mcp"

    /// No more requests; what runs is finished or, after `grace`, cancelled. Returns when all is over.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Listens, and returns at once. ArgumentError: options that cannot work. OperationalError: the address cannot be had.
[[nodiscard]] std::unique_ptr<HttpServer> serve_http(Server& server, const HttpOptions& options = {});

}  // namespace athanor::mcp

#pragma GCC visibility pop
