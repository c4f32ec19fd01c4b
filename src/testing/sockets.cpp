#include "testing/sockets.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace athanor::testing::wire {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void send_at_once(const Socket& socket) {
    const int on = 1;
    // A Unix socket has no such option, and needs none.
    static_cast<void>(setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

}  // namespace

void Socket::close() noexcept {
    if (number_ >= 0) {
        ::close(std::exchange(number_, -1));
    }
}

void Socket::reset() noexcept {
    const linger at_once{1, 0};
    static_cast<void>(setsockopt(number_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
    close();
}

Address resolve(const std::string& host, std::uint16_t port) {
    Address address;
    if (host.starts_with('/')) {
        sockaddr_un unix_address{};
        const auto path = host + "/.s.PGSQL." + std::to_string(port);
        if (path.size() >= sizeof unix_address.sun_path) {
            throw std::invalid_argument("the path of the server's Unix socket is too long: " + path);
        }
        unix_address.sun_family = AF_UNIX;
        std::memcpy(unix_address.sun_path, path.c_str(), path.size() + 1);
        std::memcpy(&address.storage, &unix_address, sizeof unix_address);
        address.length = sizeof unix_address;
        return address;
    }
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found); error != 0) {
        throw std::runtime_error("cannot find the server " + host + ": " + gai_strerror(error));
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, freeaddrinfo);
    std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
    address.length = found->ai_addrlen;
    return address;
}

Socket bind_loopback(std::uint16_t port) {
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!socket.is_open() || setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        fail("cannot take a port of 127.0.0.1");
    }
    return socket;
}

std::uint16_t port_of(const Socket& socket) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        fail("cannot ask for the port of a socket");
    }
    return ntohs(address.sin_port);
}

void listen_on(const Socket& socket) {
    if (listen(socket.number(), SOMAXCONN) != 0) {
        fail("cannot listen on 127.0.0.1");
    }
}

Socket start_connecting(const Address& address) {
    Socket socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    send_at_once(socket);
    if (connect(socket.number(), reinterpret_cast<const sockaddr*>(&address.storage), address.length) != 0 &&
        errno != EINPROGRESS) {
        socket.close();
    }
    return socket;
}

Socket accept_from(const Socket& listener) {
    Socket socket(accept4(listener.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
        send_at_once(socket);
    }
    return socket;
}

Socket make_event() {
    Socket event(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!event.is_open()) {
        fail("cannot make an eventfd");
    }
    return event;
}

void signal(const Socket& event) noexcept { static_cast<void>(eventfd_write(event.number(), 1)); }

void clear(const Socket& event) noexcept {
    eventfd_t ignored = 0;
    static_cast<void>(eventfd_read(event.number(), &ignored));
}

Transfer receive(const Socket& socket, std::string& bytes) {
    std::array<char, 65536> buffer;
    const auto count = recv(socket.number(), buffer.data(), buffer.size(), 0);
    if (count > 0) {
        bytes.assign(buffer.data(), static_cast<std::size_t>(count));
        return Transfer::done;
    }
    if (count == 0) {
        return Transfer::ended;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Transfer::later : Transfer::broken;
}

void Outbox::push(std::string_view bytes, Clock::time_point due) {
    if (bytes.empty()) {
        return;
    }
    size_ += bytes.size();
    constexpr std::size_t large = 65536;
    if (pieces_.empty() || pieces_.back().due < due || pieces_.back().bytes.size() > large) {
        pieces_.push_back({std::string(bytes), due});
    } else {
        pieces_.back().bytes += bytes;
    }
}

Transfer Outbox::flush(const Socket& socket, Clock::time_point now) {
    while (!pieces_.empty()) {
        auto& piece = pieces_.front();
        if (piece.due > now) {
            return Transfer::later;
        }
        const auto count = send(socket.number(), piece.bytes.data() + sent_, piece.bytes.size() - sent_, MSG_NOSIGNAL);
        if (count < 0) {
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Transfer::later : Transfer::broken;
        }
        sent_ += static_cast<std::size_t>(count);
        size_ -= static_cast<std::size_t>(count);
        if (sent_ == piece.bytes.size()) {
            pieces_.pop_front();
            sent_ = 0;
        }
    }
    return Transfer::done;
}

void Outbox::clear() noexcept {
    pieces_.clear();
    sent_ = 0;
    size_ = 0;
}

}  // namespace athanor::testing::wire
