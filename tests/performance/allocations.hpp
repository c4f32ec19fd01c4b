#pragma once

#include <cstddef>

namespace athanor::testing {

/// What operator new gave out in this process; C libraries, which use malloc, are not in it. This executable replaces
/// operator new to count, which is why these tests stand apart from the others.
struct Allocations {
    std::size_t number = 0;
    std::size_t bytes = 0;

    friend Allocations operator-(Allocations left, Allocations right) {
        return {left.number - right.number, left.bytes - right.bytes};
    }
};

[[nodiscard]] Allocations allocations() noexcept;

/// What `work` allocates.
template <class Work>
Allocations allocations_of(const Work& work) {
    const auto before = allocations();
    work();
    return allocations() - before;
}

}  // namespace athanor::testing
