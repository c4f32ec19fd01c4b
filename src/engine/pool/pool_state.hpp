#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace athanor::detail {

/// Never the clock of the wall: that one jumps.
using PoolClock = std::chrono::steady_clock;
using PoolTime = PoolClock::time_point;

/// What a pool may have.
struct PoolLimits {
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
    std::size_t keep = 1;  ///< idle connections; 0: each is closed when it comes back
    std::size_t most = 1;  ///< connections altogether, at least 1
    bool lifo = false;     ///< the one that came back last is given first; else the one that came back first
    std::optional<PoolClock::duration> recycle;  ///< the age from which a connection is replaced
};

/// Why an idle connection must be replaced before it is used.
enum class Replace : std::uint8_t { no, aged, invalidated };

/// What becomes of a request for a connection.
struct PoolGrant {
    enum class Action : std::uint8_t { wait, connect, give };
    Action action = Action::wait;
    Replace replace = Replace::no;
    std::size_t slot = 0;           ///< the place in the pool; the holder's until check_in or release
    PoolClock::duration idle = {};  ///< how long the connection given was unused
};

/// A request that waits, owned by who waits. It must not move or end before it is served or withdrawn.
class PoolWaiter {
public:
    PoolWaiter() = default;
    PoolWaiter(const PoolWaiter&) = delete;
    PoolWaiter& operator=(const PoolWaiter&) = delete;

    [[nodiscard]] bool served() const noexcept { return grant_.action != PoolGrant::Action::wait; }
    [[nodiscard]] const PoolGrant& grant() const noexcept { return grant_; }

private:
    friend class PoolState;
    PoolGrant grant_;
    PoolWaiter* before_ = nullptr;
    PoolWaiter* behind_ = nullptr;
};

/// Decides who gets which connection, and what becomes of those that come back: without connections, clock or lock of
/// its own. A place (slot) is idle, or in somebody's hands, who connects, uses or closes; it counts until `release`, so
/// that there are never more connections than places. Nobody waits while a place is idle or free. A connection belongs
/// to the generation in which its opening began; those of an earlier one are not used again. Not thread-safe.
class PoolState {
public:
    explicit PoolState(PoolLimits limits) noexcept : limits_(limits) {}

    /// Gives a place, or queues `waiter` behind those that wait already. Only this may throw (std::bad_alloc), and then
    /// nothing has changed.
    [[nodiscard]] PoolGrant ask(PoolWaiter& waiter, PoolTime now);
    /// Takes a request back. False: it was served already, and the place is its own.
    [[nodiscard]] bool withdraw(PoolWaiter& waiter) noexcept;

    /// The holder begins to connect: from now on the connection is of today's generation.
    void connecting(std::size_t slot) noexcept { slots_[slot].generation = generation_; }
    void connected(std::size_t slot, PoolTime now) noexcept { slots_[slot].connected = now; }

    struct Return {
        bool keep;           ///< false: the holder closes the connection, then calls release
        PoolWaiter* served;  ///< whom it went to, if somebody waited
    };
    /// A connection that may be used again comes back.
    [[nodiscard]] Return check_in(std::size_t slot, PoolTime now) noexcept;
    /// A place without connection comes back. @returns whom it went to, if somebody waited.
    [[nodiscard]] PoolWaiter* release(std::size_t slot) noexcept;

    /// The connection of `slot` turned out lost, and others probably are: its generation ends, once for each burst.
    /// @returns whether it had not ended yet.
    bool end_generation_of(std::size_t slot) noexcept;
    void end_generation() noexcept { ++generation_; }
    /// Takes an idle connection out, to be closed; the place is the caller's until release.
    [[nodiscard]] std::optional<std::size_t> take_idle() noexcept;

    [[nodiscard]] std::size_t idle() const noexcept { return idle_; }
    [[nodiscard]] std::size_t total() const noexcept { return total_; }  ///< idle or in somebody's hands
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    [[nodiscard]] std::size_t slots() const noexcept { return slots_.size(); }  ///< slot numbers are below this

private:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    struct Slot {
        std::uint64_t generation = 0;
        PoolTime connected;
        PoolTime returned;
        std::size_t before = none;  ///< among the idle ones
        std::size_t behind = none;  ///< among the idle ones, or among the free ones
    };

    [[nodiscard]] std::size_t new_slot();
    [[nodiscard]] std::size_t pop_idle(bool last) noexcept;
    void push_idle(std::size_t slot) noexcept;
    [[nodiscard]] PoolGrant give(std::size_t slot, PoolTime now) const noexcept;
    void enqueue(PoolWaiter& waiter) noexcept;
    void unlink(PoolWaiter& waiter) noexcept;
    [[nodiscard]] PoolWaiter* serve(const PoolGrant& grant) noexcept;

    PoolLimits limits_;
    std::vector<Slot> slots_;
    std::size_t free_ = none;
    std::size_t first_idle_ = none;
    std::size_t last_idle_ = none;
    std::size_t idle_ = 0;
    std::size_t total_ = 0;
    std::size_t waiting_ = 0;
    std::uint64_t generation_ = 1;
    PoolWaiter* first_waiter_ = nullptr;
    PoolWaiter* last_waiter_ = nullptr;
};

}  // namespace athanor::detail
