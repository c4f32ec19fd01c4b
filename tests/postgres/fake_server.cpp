#include "postgres/fake_server.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace athanor::testing {

namespace {

int open_listener(int& port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    socklen_t length = sizeof address;
    if (bind(socket, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(socket, 64) != 0 ||
        getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        throw std::runtime_error("no port is free");
    }
    port = ntohs(address.sin_port);
    return socket;
}

bool read_all(int socket, char* to, std::size_t size) {
    for (std::size_t done = 0; done < size;) {
        const auto got = recv(socket, to + done, size - done, 0);
        if (got <= 0) {
            return false;
        }
        done += static_cast<std::size_t>(got);
    }
    return true;
}

std::string number(std::uint32_t value) {
    value = htonl(value);
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string message(char type, const std::string& body) {
    return type + number(static_cast<std::uint32_t>(body.size() + 4)) + body;
}

void send_all(int socket, const std::string& bytes) { (void)!send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

std::string zero_ended(const std::string& text) { return text + '\0'; }

/// The body of the startup message; requests for encryption before it are declined.
std::optional<std::string> read_startup(int socket) {
    constexpr std::uint32_t protocol_3 = 196608;
    while (true) {
        char head[8];
        if (!read_all(socket, head, sizeof head)) {
            return std::nullopt;
        }
        std::uint32_t length = 0;
        std::uint32_t code = 0;
        std::memcpy(&length, head, 4);
        std::memcpy(&code, head + 4, 4);
        if (ntohl(code) != protocol_3) {
            send_all(socket, "N");
            continue;
        }
        std::string body(ntohl(length) - 8, '\0');
        return read_all(socket, body.data(), body.size()) ? std::optional(body) : std::nullopt;
    }
}

FakeServer::Startup parse(const std::string& body) {
    FakeServer::Startup values;
    for (std::size_t at = 0; at < body.size() && body[at] != '\0';) {
        const std::string key = body.c_str() + at;
        at += key.size() + 1;
        const std::string value = body.c_str() + at;
        at += value.size() + 1;
        values[key] = value;
    }
    return values;
}

std::string welcome(bool read_only) {
    const auto parameter = [](const std::string& key, const std::string& value) {
        return message('S', zero_ended(key) + zero_ended(value));
    };
    return message('R', number(0)) + parameter("server_version", "15.0") + parameter("TimeZone", "UTC") +
           parameter("client_encoding", "UTF8") + parameter("in_hot_standby", read_only ? "on" : "off") +
           parameter("default_transaction_read_only", read_only ? "on" : "off") + message('K', number(1) + number(2)) +
           message('Z', "I");
}

std::string refusal(const Answer& answer) {
    return message('E', "S" + zero_ended(answer.severity) + "V" + zero_ended(answer.severity) + "C" +
                            zero_ended(answer.sqlstate) + "M" + zero_ended(answer.message) + '\0');
}

}  // namespace

FakeServer::FakeServer(std::function<Answer(int)> answer, const std::string& port)
    : answer_(std::move(answer)),
      port_(std::stoi(port)),
      listener_(open_listener(port_)),
      acceptor_([this] { accept_clients(); }) {}

FakeServer::~FakeServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int socket : sockets_) {
            shutdown(socket, SHUT_RDWR);
        }
    }
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& thread : threads_) {
        thread.join();
    }
    for (const int socket : sockets_) {
        close(socket);
    }
    close(listener_);
}

int FakeServer::clients() const {
    const std::lock_guard lock(mutex_);
    return clients_;
}

FakeServer::Startup FakeServer::startup() const {
    const std::lock_guard lock(mutex_);
    return startup_;
}

void FakeServer::accept_clients() {
    while (true) {
        const int client = accept(listener_, nullptr, nullptr);
        const std::lock_guard lock(mutex_);
        if (client < 0 || stopping_) {
            if (client >= 0) {
                close(client);
            }
            return;
        }
        sockets_.push_back(client);
        const auto answer = answer_(clients_++);
        threads_.emplace_back([this, client, answer] { serve(client, answer); });
    }
}

void FakeServer::serve(int client, const Answer& answer) {
    const auto body = answer.kind == Answer::Kind::silence ? std::nullopt : read_startup(client);
    if (body) {
        const std::lock_guard lock(mutex_);
        startup_ = parse(*body);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(answer.delay_ms));
    if (answer.kind == Answer::Kind::welcome) {
        send_all(client, welcome(answer.read_only));
    } else if (answer.kind == Answer::Kind::refuse) {
        send_all(client, refusal(answer));
    }
    if (answer.kind == Answer::Kind::refuse || answer.kind == Answer::Kind::close) {
        shutdown(client, SHUT_RDWR);
        return;
    }
    char ignored[256];
    while (recv(client, ignored, sizeof ignored, 0) > 0) {
    }
}

}  // namespace athanor::testing
