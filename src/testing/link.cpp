#include "testing/link.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace athanor::testing::wire {

namespace {

/// Beyond it the source has to wait.
constexpr std::size_t max_outbox = 1 << 20;

constexpr Direction other(Direction direction) {
    return direction == Direction::to_server ? Direction::to_client : Direction::to_server;
}

}  // namespace

Link::Link(Socket client, Rules& rules, bool held)
    : rules_(rules),
      client_(std::move(client)),
      flows_{Flow{.framer = Framer(Direction::to_server, conversation_), .out = {}, .cut = {}},
             Flow{.framer = Framer(Direction::to_client, conversation_), .out = {}, .cut = {}}},
      pooler_(rules.pooler),
      held_(held) {
    if (rules_.black_hole) {
        swallow_all();
    }
}

pollfd Link::client_poll(Clock::time_point now) const {
    const auto& out = flow(Direction::to_client).out;
    const auto& in = flow(Direction::to_server);
    int events = 0;
    if (!held_ && !in.ended && in.out.size() < max_outbox) {
        events |= POLLIN;
    }
    if (!out.empty() && out.due() <= now) {
        events |= POLLOUT;
    }
    // Without events poll() would still report a hang-up, again and again.
    return {events == 0 ? -1 : client_.number(), static_cast<short>(events), 0};
}

pollfd Link::server_poll(Clock::time_point now) const {
    const auto& out = flow(Direction::to_server).out;
    const auto& in = flow(Direction::to_client);
    int events = 0;
    if (connecting_) {
        events = POLLOUT;
    } else {
        if (stage_ == Stage::open && !in.ended && in.out.size() < max_outbox) {
            events |= POLLIN;
        }
        if (!out.empty() && out.due() <= now) {
            events |= POLLOUT;
        }
    }
    return {events == 0 ? -1 : server_.number(), static_cast<short>(events), 0};
}

std::optional<Clock::time_point> Link::due(Clock::time_point now) const {
    std::optional<Clock::time_point> first;
    for (const auto& each : flows_) {
        if (!each.out.empty() && each.out.due() > now) {
            first = std::min(first.value_or(each.out.due()), each.out.due());
        }
    }
    return first;
}

void Link::step(short client_events, short server_events) {
    if (connecting_ && server_events != 0) {
        finish_connecting();
        server_events = 0;
    }
    if ((client_events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        read(client_, Direction::to_server);
    }
    if ((server_events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        read(server_, Direction::to_client);
    }
    settle();
}

void Link::read(const Socket& source, Direction direction) {
    if (is_finished() || flow(direction).ended) {
        return;
    }
    std::string bytes;
    switch (receive(source, bytes)) {
    case Transfer::done:
        rules_.last_traffic = Clock::now();
        flow(direction).framer.feed(bytes, *this);
        break;
    case Transfer::later:
        break;
    case Transfer::ended:
        flow(direction).ended = true;
        break;
    case Transfer::broken:
        strike(Strike::reset);
        break;
    }
}

void Link::connect_if_needed() {
    if (server_.is_open() || stage_ != Stage::open || flow(Direction::to_server).out.empty()) {
        return;
    }
    server_ = start_connecting(rules_.server);
    connecting_ = server_.is_open();
    if (!connecting_) {
        strike(Strike::reset);
    }
}

void Link::finish_connecting() {
    int error = 0;
    socklen_t length = sizeof error;
    connecting_ = false;
    if (getsockopt(server_.number(), SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0) {
        strike(Strike::reset);
    }
}

void Link::send_out(Direction direction, Socket& destination) {
    auto& each = flow(direction);
    if (is_finished() || !destination.is_open()) {
        return;
    }
    const auto sent = each.out.flush(destination, Clock::now());
    if (sent == Transfer::broken) {
        // What the other side had sent before it went away is still to be read, so this is no reset.
        each.out.clear();
        each.swallows = true;
    }
    if (sent != Transfer::later && each.ended && !each.told) {
        each.told = true;
        static_cast<void>(shutdown(destination.number(), SHUT_WR));
        flow(other(direction)).swallows = flow(other(direction)).swallows || direction == Direction::to_client;
    }
}

void Link::settle() {
    if (is_finished()) {
        return;
    }
    connect_if_needed();
    send_out(Direction::to_client, client_);
    if (!connecting_) {
        send_out(Direction::to_server, server_);
    }
    if (is_finished()) {
        return;
    }
    const auto& in = flow(Direction::to_server);
    const auto& out = flow(Direction::to_client);
    if (stage_ == Stage::ending && in.out.empty() && !connecting_) {
        server_.close();
    }
    const bool alone = stage_ == Stage::ending || !server_.is_open() || in.swallows || out.ended;
    if (in.ended && out.out.empty() && alone) {
        finish();
    }
}

void Link::finish() noexcept {
    client_.close();
    server_.close();
    connecting_ = false;
    stage_ = Stage::finished;
}

void Link::swallow_all() noexcept {
    for (auto& each : flows_) {
        each.swallows = true;
    }
}

void Link::strike(Strike strike) {
    if (is_finished()) {
        return;
    }
    swallow_all();
    switch (strike) {
    case Strike::reset:
        send_out(Direction::to_client, client_);
        client_.reset();
        server_.reset();
        finish();
        break;
    case Strike::eof:
        stage_ = Stage::ending;
        flow(Direction::to_client).ended = true;
        settle();
        break;
    default:
        break;
    }
}

void Link::end(const std::optional<Refusal>& farewell) {
    if (farewell && !conversation_.opaque && stage_ == Stage::open && !flow(Direction::to_client).swallows) {
        push(Direction::to_client, error_response(*farewell));
    }
    strike(Strike::eof);
}

bool Link::is_busy() const noexcept {
    return is_open() && !conversation_.opaque && !flow(Direction::to_client).swallows && (awaiting_ || status_ != 'I');
}

}  // namespace athanor::testing::wire
