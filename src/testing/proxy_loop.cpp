#include "testing/proxy_loop.hpp"

#include <algorithm>

namespace athanor::testing::wire {

ProxyLoop::ProxyLoop(const Address& server) : holder_(bind_loopback(0)), port_(port_of(holder_)) {
    rules_.server = server;
    listen_again();
}

void ProxyLoop::listen_again() {
    if (!listener_.is_open()) {
        listener_ = bind_loopback(port_);
        listen_on(listener_);
    }
}

void ProxyLoop::pass() {
    rules_.faults.disarm();
    rules_.black_hole = false;
    rules_.pooler = false;
    rules_.delay = {};
    rules_.refusals_left = 0;
    sleeps_when_idle_ = false;
    wake_up();
    listen_again();
}

void ProxyLoop::black_hole() {
    rules_.black_hole = true;
    strike_all(Strike::black_hole);
}

void ProxyLoop::strike_all(Strike strike) {
    for (const auto& link : links_) {
        link->strike(strike);
    }
}

void ProxyLoop::suspend_when_idle(const Suspend& suspend) {
    suspend_ = suspend;
    sleeps_when_idle_ = true;
    rules_.last_traffic = Clock::now();
}

void ProxyLoop::suspend_now(const Suspend& suspend) {
    suspend_ = suspend;
    fall_asleep();
}

void ProxyLoop::fall_asleep() {
    std::optional<Refusal> farewell;
    if (suspend_.farewell) {
        farewell = Refusal{"terminating connection due to administrator command", "FATAL", "57P01"};
    }
    for (const auto& link : links_) {
        link->end(farewell);
    }
    if (!asleep_) {
        ++rules_.statistics.suspensions;
    }
    asleep_ = true;
    awake_at_.reset();
}

void ProxyLoop::wake_up() {
    asleep_ = false;
    awake_at_.reset();
    rules_.last_traffic = Clock::now();
    for (const auto& link : links_) {
        link->release();
    }
}

bool ProxyLoop::may_sleep() const {
    return sleeps_when_idle_ && !asleep_ &&
           std::none_of(links_.begin(), links_.end(), [](const auto& link) { return link->is_busy(); });
}

void ProxyLoop::settle() {
    const auto now = Clock::now();
    if (awake_at_ && *awake_at_ <= now) {
        wake_up();
    }
    if (may_sleep() && rules_.last_traffic + suspend_.idle <= now) {
        fall_asleep();
    }
    std::erase_if(links_, [](const auto& link) { return link->is_finished(); });
    auto& figures = rules_.statistics;
    figures.open = static_cast<std::uint64_t>(
        std::count_if(links_.begin(), links_.end(), [](const auto& link) { return link->is_open(); }));
    figures.most_open = std::max(figures.most_open, figures.open);
}

int ProxyLoop::poll_timeout(Clock::time_point now) const {
    std::optional<Clock::time_point> next = awake_at_;
    const auto consider = [&](Clock::time_point moment) { next = std::min(next.value_or(moment), moment); };
    if (may_sleep()) {
        consider(rules_.last_traffic + suspend_.idle);
    }
    for (const auto& link : links_) {
        if (const auto due = link->due(now)) {
            consider(*due);
        }
    }
    if (!next) {
        return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - now).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void ProxyLoop::turn(const Socket& event) {
    const auto now = Clock::now();
    std::vector<pollfd> polls;
    polls.push_back({event.number(), POLLIN, 0});
    polls.push_back({listener_.number(), POLLIN, 0});
    for (const auto& link : links_) {
        polls.push_back(link->client_poll(now));
        polls.push_back(link->server_poll(now));
    }
    if (poll(polls.data(), polls.size(), poll_timeout(now)) < 0) {
        return;
    }
    if (polls[0].revents != 0) {
        clear(event);
    }
    std::size_t at = 2;
    for (const auto& link : links_) {
        link->step(polls[at].revents, polls[at + 1].revents);
        at += 2;
    }
    if (polls[1].revents != 0) {
        accept_all();
    }
}

void ProxyLoop::accept_all() {
    for (auto client = accept_from(listener_); client.is_open(); client = accept_from(listener_)) {
        ++rules_.statistics.connections;
        rules_.last_traffic = Clock::now();
        if (asleep_ && !awake_at_) {
            awake_at_ = rules_.last_traffic + suspend_.wake;
        }
        links_.push_back(std::make_unique<Link>(std::move(client), rules_, asleep_));
    }
}

}  // namespace athanor::testing::wire
