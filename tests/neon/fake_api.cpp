#include "neon/fake_api.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace athanor::testing {

namespace {

constexpr std::string_view base = "/api/v2";

/// The value of a line of the head; empty if there is none. Names are as libcurl writes them.
std::string header(const std::string& head, const std::string& name) {
    const auto begin = head.find("\r\n" + name + ": ");
    if (begin == std::string::npos) {
        return "";
    }
    const auto value = begin + name.size() + 4;
    return head.substr(value, head.find("\r\n", value) - value);
}

/// Reads one request; an empty method: the client has gone.
ApiRequest read_request(int connection) {
    std::string text;
    std::size_t wanted = std::string::npos;
    std::size_t head_size = 0;
    char buffer[4096];
    while (text.size() < wanted) {
        const auto got = recv(connection, buffer, sizeof buffer, 0);
        if (got <= 0) {
            return {};
        }
        text.append(buffer, static_cast<std::size_t>(got));
        const auto end = text.find("\r\n\r\n");
        if (wanted == std::string::npos && end != std::string::npos) {
            head_size = end + 4;
            std::size_t length = 0;
            const auto said = header(text, "Content-Length");
            std::from_chars(said.data(), said.data() + said.size(), length);
            wanted = head_size + length;
        }
    }
    const auto blank = text.find(' ');
    const auto target = text.substr(blank + 1, text.find(' ', blank + 1) - blank - 1);
    return {text.substr(0, blank), target.substr(target.starts_with(base) ? base.size() : 0),
            header(text, "Authorization"), text.substr(head_size)};
}

}  // namespace

FakeApi::FakeApi(Answer answer) : answer_(std::move(answer)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::system_error(errno, std::generic_category(), "cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

FakeApi::~FakeApi() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

std::string FakeApi::url() const { return fmt::format("http://127.0.0.1:{}{}", port_, base); }

std::vector<ApiRequest> FakeApi::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::vector<std::string> FakeApi::lines() const {
    std::vector<std::string> lines;
    for (const auto& request : requests()) {
        lines.push_back(request.method + " " + request.target);
    }
    return lines;
}

void FakeApi::serve() {
    for (int connection = accept(listener_, nullptr, nullptr); connection >= 0;
         connection = accept(listener_, nullptr, nullptr)) {
        converse(connection);
        close(connection);
    }
}

void FakeApi::converse(int connection) {
    const auto request = read_request(connection);
    if (request.method.empty()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
    }
    const auto response = answer_(request);
    const auto text = fmt::format("HTTP/1.1 {} Some reason\r\nContent-Type: application/json\r\nContent-Length: "
                                  "{}\r\nConnection: close\r\n\r\n{}",
                                  response.status, response.body.size(), response.body);
    static_cast<void>(send(connection, text.data(), text.size(), MSG_NOSIGNAL));
}

}  // namespace athanor::testing
