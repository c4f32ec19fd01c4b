#include "testing/faults.hpp"

#include <algorithm>
#include <stdexcept>

namespace athanor::testing::wire {

namespace {

bool waits_for(const Fault& fault, Direction direction, const Head& head) {
    return !fault.after_bytes && fault.direction == direction &&
           (fault.message == message::any || fault.message == head.type) &&
           head.bytes.find(fault.containing) != std::string::npos;
}

}  // namespace

void Faults::check(const Fault& fault) {
    if (fault.after_bytes && (fault.message != message::any || !fault.containing.empty() || fault.keep != 0)) {
        throw std::invalid_argument("a Fault with after_bytes strikes at bytes, not at a message");
    }
    if (fault.after_bytes && fault.strike == Strike::drop) {
        throw std::invalid_argument("Strike::drop drops a message; with after_bytes use black_hole");
    }
    if (fault.nth == 0) {
        throw std::invalid_argument("Fault::nth counts from 1");
    }
}

void Faults::arm(const Fault& fault) { armed_.push_back({fault, fault.after_bytes.value_or(fault.nth)}); }

std::optional<Fault> Faults::at_message(Direction direction, const Head& head) {
    auto struck = armed_.end();
    for (auto armed = armed_.begin(); armed != armed_.end(); ++armed) {
        if (waits_for(armed->fault, direction, head) && armed->left > 0 && --armed->left == 0 &&
            struck == armed_.end()) {
            struck = armed;
        }
    }
    if (struck == armed_.end()) {
        return {};
    }
    auto fault = std::move(struck->fault);
    armed_.erase(struck);
    // One that was due at the same message strikes at the next.
    for (auto& armed : armed_) {
        if (!armed.fault.after_bytes && armed.left == 0) {
            armed.left = 1;
        }
    }
    return fault;
}

std::optional<Faults::Within> Faults::within(Direction direction, std::size_t bytes) {
    const auto counts = [&](const Armed& armed) {
        return armed.fault.after_bytes && armed.fault.direction == direction;
    };
    auto first = armed_.end();
    for (auto armed = armed_.begin(); armed != armed_.end(); ++armed) {
        if (counts(*armed) && armed->left <= bytes && (first == armed_.end() || armed->left < first->left)) {
            first = armed;
        }
    }
    const auto passing = first == armed_.end() ? bytes : static_cast<std::size_t>(first->left);
    for (auto& armed : armed_) {
        if (counts(armed)) {
            armed.left -= passing;
        }
    }
    if (first == armed_.end()) {
        return {};
    }
    Within within{passing, std::move(first->fault)};
    armed_.erase(first);
    return within;
}

}  // namespace athanor::testing::wire
