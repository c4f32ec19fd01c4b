#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace athanor::mcp::http {

struct HttpAnswer {
    int status = 0;                              ///< 0: the server closed without one.
    std::map<std::string, std::string> headers;  ///< Names in small letters.
    std::string body;                            ///< Of chunks too.

    [[nodiscard]] std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

/// A connection that sends what a test wants, right or wrong, and reads answers. Throws std::runtime_error when nothing
/// comes for ten seconds.
class HttpSocket {
public:
    explicit HttpSocket(std::uint16_t port);
    ~HttpSocket();
    HttpSocket(const HttpSocket&) = delete;
    HttpSocket& operator=(const HttpSocket&) = delete;

    /// False if the server has closed.
    bool send(std::string_view bytes);
    /// One whole answer.
    HttpAnswer read();
    /// The head of an answer; what follows is read with read_chunk.
    HttpAnswer read_head();
    /// One chunk of a stream; empty at its end.
    std::string read_chunk();
    /// Whether the server closes within that time; what comes before is thrown away.
    bool is_closed_within(std::chrono::milliseconds time);
    void close();
    [[nodiscard]] std::uint16_t local_port() const;

private:
    std::string take(std::size_t size);
    std::string take_line();
    bool fill(std::chrono::milliseconds time);

    int socket_ = -1;
    std::string buffer_;
};

/// A POST of JSON to /mcp as clients send it; `headers` are lines that end in \r\n.
std::string post(std::string_view body, std::string_view headers = "", std::string_view host = "localhost");

/// The whole exchange on a connection of its own.
HttpAnswer ask(std::uint16_t port, std::string_view request);

}  // namespace athanor::mcp::http
