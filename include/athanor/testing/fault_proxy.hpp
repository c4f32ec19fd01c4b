#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#pragma GCC visibility push(default)

namespace athanor {
struct URL;
}

namespace athanor::testing {

/// The way a byte travels.
enum class Direction { to_server, to_client };

/// What a fault does to the connection that it strikes.
enum class Strike {
    reset,       ///< both sides see a reset (RST)
    eof,         ///< both sides see an orderly end (FIN), as when a pooler is killed
    black_hole,  ///< it stays open, and all that is sent from then on, either way, is swallowed
    drop,        ///< this message alone is swallowed
    delay,       ///< this message and all behind it arrive later by Fault::delay
};

/// Names for what has no type byte in PostgreSQL's protocol, to be used as Fault::message.
namespace message {
inline constexpr char any = 0;
inline constexpr char ssl_request = 1;
inline constexpr char startup = 2;
inline constexpr char cancel_request = 3;
inline constexpr char ssl_answer = 4;  ///< the byte S or N
}  // namespace message

/// Something that goes wrong once, at a certain place of the traffic. Counting begins when it is armed, and goes over
/// all connections of the proxy.
struct Fault {
    static constexpr std::size_t whole = std::numeric_limits<std::size_t>::max();

    Direction direction = Direction::to_client;
    Strike strike = Strike::reset;
    char message = message::any;  ///< the type byte it waits for, such as 'C' for CommandComplete
    std::string containing = {};  ///< what the message must contain within its first 4,096 bytes; empty: anything
    std::uint64_t nth = 1;        ///< it strikes at the nth message like this, from 1
    std::size_t keep = 0;         ///< bytes of that message that still pass; `whole`: it strikes behind the message
    std::optional<std::uint64_t> after_bytes =
        {};                              ///< instead of a message: so many bytes pass in the direction before it
    std::chrono::milliseconds delay{0};  ///< for Strike::delay
};

/// What a server or a pooler says instead of letting somebody in: an ErrorResponse, and then the end.
struct Refusal {
    std::string message = {};
    std::string severity = "FATAL";  ///< Neon's proxy says ERROR
    std::string sqlstate = "57P03";
};

/// A server that goes to sleep, as Neon's computes do.
struct Suspend {
    std::chrono::milliseconds idle{1000};  ///< time without traffic, with no transaction open, after which it sleeps
    std::chrono::milliseconds wake{0};     ///< time that the first new connection is held until it is awake
    bool farewell = true;                  ///< idle connections get FATAL 57P01 before the end; false: a bare EOF
};

/// What passed through a proxy since it was made.
struct FaultProxyStatistics {
    std::uint64_t connections = 0;  ///< accepted
    std::uint64_t open = 0;         ///< of them open now
    std::uint64_t most_open = 0;    ///< at one time
    std::uint64_t round_trips = 0;  ///< times that a client sent and then heard from the server, logging in left out
    std::uint64_t bytes_to_server = 0;  ///< that reached the other side; so they do not count what was swallowed
    std::uint64_t bytes_to_client = 0;
    std::uint64_t struck = 0;       ///< faults that struck
    std::uint64_t refusals = 0;     ///< connections answered with a Refusal
    std::uint64_t suspensions = 0;  ///< times that the server went to sleep
};

/// A proxy between a client and a real PostgreSQL server that makes the network fail as told: for tests of programs
/// that must survive it. It listens on a free port of 127.0.0.1, forwards to one server, and knows PostgreSQL's
/// protocol 3.0, so that faults can strike at messages; a connection with TLS is bytes to it. What a fault is told
/// about begins to hold before the call returns.
///
/// It runs in a thread of its own from construction to destruction, which ends all connections. Thread-safe. Linux.
/// Not copied or moved. It throws std::system_error if a socket cannot be made, std::runtime_error if the server's name
/// is unknown, std::invalid_argument for a fault that means nothing.
class FaultProxy {
public:
    /// @param host a name, an address, or the folder of a Unix socket, which begins with '/'.
    FaultProxy(const std::string& host, std::uint16_t port);
    /// The server that a database URL leads to.
    explicit FaultProxy(std::string_view url);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// The database URL that leads to the same database through the proxy.
    [[nodiscard]] std::string url(std::string_view server_url) const;

    /// Ends all modes below and disarms all faults. Connections that lost bytes stay as silent as they are.
    void pass();
    /// New connections are refused: nobody listens.
    void refuse();
    /// All connections stay open and silent, present ones and new ones; what is sent is acknowledged and swallowed.
    void black_hole();
    /// Everything arrives so much later, each way.
    void delay(std::chrono::milliseconds each_way);
    /// From now on the server sleeps when it is not used.
    void suspend_when_idle(const Suspend& suspend);
    /// Puts the server to sleep now; the next connection wakes it. Other connections end, whatever they do.
    void suspend_now(const Suspend& suspend = {});
    /// The next `times` logins are answered with `refusal`; then they pass.
    void refuse_logins(const Refusal& refusal, std::uint64_t times = 1);
    /// Whether it behaves as a pooler that tracks prepared statements (PgBouncer from 1.21, Neon): a name that is used
    /// twice ends the connection with FATAL 08P01, and so does an unknown one; the server knows the statements under
    /// other names, so that DEALLOCATE of one fails with 26000; parameters that it does not track are refused at login.
    void pooler_rules(bool on = true);

    /// Adds a fault to those that wait for their moment.
    void arm(const Fault& fault);
    /// Removes the faults that have not struck.
    void disarm();
    /// Ends all connections now.
    void reset_all();
    void close_all();

    [[nodiscard]] FaultProxyStatistics statistics() const;
    /// Waits until the statistics are as wanted. @returns false if they are not in time.
    [[nodiscard]] bool wait_for(const std::function<bool(const FaultProxyStatistics&)>& wanted,
                                std::chrono::milliseconds limit = std::chrono::seconds(10)) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace athanor::testing

#pragma GCC visibility pop
