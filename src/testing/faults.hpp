#pragma once

#include <optional>
#include <vector>

#include "testing/messages.hpp"

namespace athanor::testing::wire {

/// The faults that wait for their moment.
class Faults {
public:
    /// @throws std::invalid_argument for a fault that means nothing.
    static void check(const Fault& fault);
    void arm(const Fault& fault);
    void disarm() noexcept { armed_.clear(); }

    /// Counts a message. @returns the fault that strikes at it, which is armed no more.
    [[nodiscard]] std::optional<Fault> at_message(Direction direction, const Head& head);

    struct Within {
        std::size_t bytes;  ///< that pass before it strikes
        Fault fault;
    };
    /// Counts bytes up to the first fault that strikes among them, or all of them.
    [[nodiscard]] std::optional<Within> within(Direction direction, std::size_t bytes);

private:
    struct Armed {
        Fault fault;
        std::uint64_t left;
    };
    std::vector<Armed> armed_;
};

}  // namespace athanor::testing::wire
