#include "http_socket.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

namespace athanor::mcp::http {

namespace {

constexpr std::chrono::seconds patience{10};

}  // namespace

HttpSocket::HttpSocket(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        close();
        throw std::runtime_error(fmt::format("no connection to port {}", port));
    }
}

HttpSocket::~HttpSocket() { close(); }

void HttpSocket::close() {
    if (socket_ >= 0) {
        ::close(socket_);
        socket_ = -1;
    }
}

std::uint16_t HttpSocket::local_port() const {
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

bool HttpSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpSocket::fill(std::chrono::milliseconds time) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(time.count())) <= 0) {
        throw std::runtime_error("the server sent nothing in time");
    }
    char bytes[16384];
    const auto size = ::recv(socket_, bytes, sizeof(bytes), 0);
    if (size <= 0) {
        return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(size));
    return true;
}

std::string HttpSocket::take(std::size_t size) {
    while (buffer_.size() < size) {
        if (!fill(patience)) {
            throw std::runtime_error("the server closed in the middle of an answer");
        }
    }
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
}

std::string HttpSocket::take_line() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
        if (!fill(patience)) {
            throw std::runtime_error("the server closed in the middle of a line");
        }
    }
    std::string line = take(end + 2);
    line.resize(end);
    return line;
}

HttpAnswer HttpSocket::read_head() {
    HttpAnswer answer;
    if (buffer_.empty() && !fill(patience)) {
        return answer;
    }
    const std::string first = take_line();
    if (!first.starts_with("HTTP/1.1 ") || first.size() < 12) {
        throw std::runtime_error("no answer of HTTP/1.1: " + first);
    }
    answer.status = std::stoi(first.substr(9, 3));
    for (std::string line = take_line(); !line.empty(); line = take_line()) {
        const auto colon = line.find(": ");
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        answer.headers[name] = colon == std::string::npos ? "" : line.substr(colon + 2);
    }
    return answer;
}

std::string HttpSocket::read_chunk() {
    const auto size = static_cast<std::size_t>(std::stoul(take_line(), nullptr, 16));
    std::string data = take(size);
    if (take(2) != "\r\n") {
        throw std::runtime_error("a chunk without its end");
    }
    return data;
}

HttpAnswer HttpSocket::read() {
    HttpAnswer answer = read_head();
    if (answer.header("transfer-encoding") == "chunked") {
        for (std::string chunk = read_chunk(); !chunk.empty(); chunk = read_chunk()) {
            answer.body += chunk;
        }
    } else if (const auto length = answer.header("content-length"); !length.empty()) {
        answer.body = take(std::stoul(length));
    }
    return answer;
}

bool HttpSocket::is_closed_within(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    try {
        while (true) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            if (!fill(std::max(left, std::chrono::milliseconds(0)))) {
                return true;
            }
        }
    } catch (const std::runtime_error&) {
        return false;
    }
}

std::string post(std::string_view body, std::string_view headers, std::string_view host) {
    return fmt::format("POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n"
                       "Accept: application/json, text/event-stream\r\n{}Content-Length: {}\r\n\r\n{}",
                       host, headers, body.size(), body);
}

HttpAnswer ask(std::uint16_t port, std::string_view request) {
    HttpSocket socket(port);
    socket.send(request);
    return socket.read();
}

}  // namespace athanor::mcp::http
