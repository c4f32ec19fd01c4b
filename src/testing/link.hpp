#pragma once

#include <array>
#include <optional>
#include <poll.h>
#include <string_view>

#include "testing/faults.hpp"
#include "testing/sockets.hpp"
#include "testing/statement_names.hpp"

namespace athanor::testing::wire {

/// What all connections of a proxy share. It belongs to the proxy's thread.
struct Rules {
    Address server;
    Faults faults;
    FaultProxyStatistics statistics;
    std::chrono::milliseconds delay{0};
    bool black_hole = false;
    bool pooler = false;
    Refusal refusal;
    std::uint64_t refusals_left = 0;
    Clock::time_point last_traffic = Clock::now();
};

/// A client's connection and the one to the server that belongs to it, made when the client has something to send.
class Link final : private MessageHandler {
public:
    Link(Socket client, Rules& rules, bool held);

    [[nodiscard]] pollfd client_poll(Clock::time_point now) const;
    [[nodiscard]] pollfd server_poll(Clock::time_point now) const;
    /// When it has bytes to send that are not due yet.
    [[nodiscard]] std::optional<Clock::time_point> due(Clock::time_point now) const;
    /// Does what poll() says is possible.
    void step(short client_events, short server_events);

    void strike(Strike strike);
    /// Tells the client something, if it can be told, and ends the connection in order.
    void end(const std::optional<Refusal>& farewell);
    /// A held link reads nothing, and knows no server.
    void release() noexcept { held_ = false; }

    [[nodiscard]] bool is_open() const noexcept { return stage_ == Stage::open; }
    [[nodiscard]] bool is_finished() const noexcept { return stage_ == Stage::finished; }
    /// Whether it waits for an answer or has a transaction open.
    [[nodiscard]] bool is_busy() const noexcept;

private:
    enum class Stage { open, ending, finished };
    struct Cut {
        std::uint64_t left;
        Fault fault;
    };
    struct Flow {
        Framer framer;
        Outbox out;
        bool ended = false;     ///< its source sends no more
        bool told = false;      ///< its destination knows that
        bool swallows = false;  ///< what comes is thrown away
        bool drops = false;     ///< the rest of this message too
        std::optional<Cut> cut;
        Clock::time_point hold_until{};
    };

    Flow& flow(Direction direction) { return flows_[direction == Direction::to_server ? 0 : 1]; }
    [[nodiscard]] const Flow& flow(Direction direction) const {
        return flows_[direction == Direction::to_server ? 0 : 1];
    }
    void head(Direction direction, Head& head) override;
    void rest(Direction direction, std::string_view bytes) override;
    void observe(Direction direction, const Head& head);
    [[nodiscard]] bool refuses(Head& head);
    void refuse(const Refusal& refusal);
    void forward(Direction direction, std::string_view bytes);
    void push(Direction direction, std::string_view bytes);
    void swallow_all() noexcept;

    void read(const Socket& source, Direction direction);
    void connect_if_needed();
    void finish_connecting();
    void settle();
    void send_out(Direction direction, Socket& destination);
    void finish() noexcept;

    Rules& rules_;
    Socket client_;
    Socket server_;
    Conversation conversation_;
    std::array<Flow, 2> flows_;
    StatementNames names_;
    Stage stage_ = Stage::open;
    bool pooler_;
    bool held_;
    bool connecting_ = false;
    bool logged_in_ = false;
    bool sent_ = false;      ///< the client has sent something since the server was ready
    bool awaiting_ = false;  ///< the server has something to answer
    int syncs_ = 0;          ///< answers to which the server will add that it is ready
    char status_ = 'I';      ///< of the transaction, as in ReadyForQuery
};

}  // namespace athanor::testing::wire
