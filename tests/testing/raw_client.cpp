#include "testing/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace athanor::testing {

namespace {

std::string number(std::size_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(value >> shift & 0xff);
    }
    return bytes;
}

}  // namespace

RawClient::RawClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(socket_);
        throw std::runtime_error("cannot connect to port " + std::to_string(port));
    }
}

RawClient::~RawClient() { close(socket_); }

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::send(char type, std::string_view body) { send(type + number(body.size() + 4) + std::string(body)); }

void RawClient::send_startup(const std::vector<std::string>& names_and_values) {
    std::string body = number(3 << 16);
    for (const auto& text : names_and_values) {
        body += text;
        body += '\0';
    }
    body += '\0';
    send(number(body.size() + 4) + body);
}

std::string RawClient::receive_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        const auto got = recv(socket_, bytes.data() + done, count - done, 0);
        if (got <= 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
}

RawClient::Message RawClient::receive() {
    const auto header = receive_bytes(5);
    if (header.size() < 5) {
        return {};
    }
    std::size_t length = 0;
    for (std::size_t i = 1; i < 5; ++i) {
        length = length << 8 | static_cast<unsigned char>(header[i]);
    }
    auto body = receive_bytes(length - 4);
    return body.size() < length - 4 ? Message{} : Message{header[0], std::move(body)};
}

std::string RawClient::answer() {
    std::string types;
    while (true) {
        const auto message = receive();
        if (message.type == 0) {
            return types;
        }
        types += message.type;
        if (message.type == 'E') {
            const auto code = message.body.find(std::string("\0C", 2));
            sqlstate_ = message.body.substr(code + 2, 5);
        }
        if (message.type == 'Z') {
            return types;
        }
    }
}

}  // namespace athanor::testing
