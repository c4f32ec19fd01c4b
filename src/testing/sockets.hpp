#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace athanor::testing::wire {

using Clock = std::chrono::steady_clock;

/// A file descriptor that closes itself.
class Socket {
public:
    Socket() = default;
    explicit Socket(int number) : number_(number) {}
    Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Socket() { close(); }

    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }
    void close() noexcept;
    /// Closes it so that the other side sees a reset.
    void reset() noexcept;

private:
    int number_ = -1;
};

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;
};
/// @throws std::runtime_error if the name is unknown, std::invalid_argument for a path that is too long.
[[nodiscard]] Address resolve(const std::string& host, std::uint16_t port);

/// A socket bound to 127.0.0.1 that does not listen; port 0 takes a free one. @throws std::system_error
[[nodiscard]] Socket bind_loopback(std::uint16_t port);
[[nodiscard]] std::uint16_t port_of(const Socket& socket);
void listen_on(const Socket& socket);
/// The beginning of a connection, which is made when the socket can be written; a closed socket if it failed at once.
[[nodiscard]] Socket start_connecting(const Address& address);
/// The next connection that waits, or a closed socket if none does.
[[nodiscard]] Socket accept_from(const Socket& listener);
/// Makes poll() return. @throws std::system_error
[[nodiscard]] Socket make_event();
void signal(const Socket& event) noexcept;
void clear(const Socket& event) noexcept;

enum class Transfer { done, later, ended, broken };
/// Reads what is there, up to 64 KiB.
[[nodiscard]] Transfer receive(const Socket& socket, std::string& bytes);

/// Bytes on their way to a socket, each piece not before its time.
class Outbox {
public:
    void push(std::string_view bytes, Clock::time_point due);
    /// Sends what is due.
    [[nodiscard]] Transfer flush(const Socket& socket, Clock::time_point now);
    void clear() noexcept;

    [[nodiscard]] bool empty() const noexcept { return pieces_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// When the next piece is due; the outbox must not be empty.
    [[nodiscard]] Clock::time_point due() const { return pieces_.front().due; }

private:
    struct Piece {
        std::string bytes;
        Clock::time_point due;
    };
    std::deque<Piece> pieces_;
    std::size_t sent_ = 0;  ///< of the first piece
    std::size_t size_ = 0;
};

}  // namespace athanor::testing::wire
