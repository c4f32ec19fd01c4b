#pragma once

#include <optional>
#include <vector>

#include "testing/link.hpp"

namespace athanor::testing::wire {

/// The proxy without its thread: its listener, its links and its modes.
class ProxyLoop {
public:
    explicit ProxyLoop(const Address& server);

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] Rules& rules() noexcept { return rules_; }

    /// Waits for traffic, for a moment that something is due at, or for `event`; then does what there is to do.
    void turn(const Socket& event);
    /// What is due without traffic, and the figures.
    void settle();

    void pass();
    void refuse() noexcept { listener_.close(); }
    void black_hole();
    void suspend_when_idle(const Suspend& suspend);
    void suspend_now(const Suspend& suspend);
    void strike_all(Strike strike);

private:
    using Links = std::vector<std::unique_ptr<Link>>;

    void listen_again();
    void accept_all();
    void fall_asleep();
    void wake_up();
    [[nodiscard]] bool may_sleep() const;
    [[nodiscard]] int poll_timeout(Clock::time_point now) const;

    Rules rules_;
    Socket holder_;  ///< keeps the port while nobody listens
    std::uint16_t port_;
    Socket listener_;
    Links links_;
    Suspend suspend_;
    bool sleeps_when_idle_ = false;
    bool asleep_ = false;
    std::optional<Clock::time_point> awake_at_;
};

}  // namespace athanor::testing::wire
