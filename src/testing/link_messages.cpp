#include <algorithm>

#include "testing/link.hpp"

namespace athanor::testing::wire {

void Link::head(Direction direction, Head& head) {
    auto& each = flow(direction);
    each.drops = false;
    if (each.swallows) {
        return;
    }
    observe(direction, head);
    if (direction == Direction::to_server && refuses(head)) {
        return;
    }
    if (auto fault = rules_.faults.at_message(direction, head)) {
        ++rules_.statistics.struck;
        if (fault->strike == Strike::drop) {
            each.drops = true;
            return;
        }
        if (fault->strike == Strike::delay) {
            each.hold_until = std::max(each.hold_until, Clock::now() + fault->delay);
        } else if (fault->keep == 0) {
            return strike(fault->strike);
        } else {
            const auto left = std::min<std::uint64_t>(fault->keep, head.total);
            each.cut = Cut{left, std::move(*fault)};
        }
    }
    forward(direction, head.bytes);
}

void Link::rest(Direction direction, std::string_view bytes) {
    auto& each = flow(direction);
    if (each.swallows || (each.drops && !conversation_.opaque)) {
        return;
    }
    if (conversation_.opaque) {
        if (direction == Direction::to_client && sent_) {
            ++rules_.statistics.round_trips;
        }
        sent_ = direction == Direction::to_server;
    }
    forward(direction, bytes);
}

void Link::observe(Direction direction, const Head& head) {
    if (direction == Direction::to_server) {
        sent_ = awaiting_ = head.type != 'X';
        if (head.type == 'S' || head.type == 'Q' || head.type == 'F' || head.type == message::startup) {
            ++syncs_;
        }
    } else if (head.type == 'Z') {
        if (sent_ && logged_in_) {
            ++rules_.statistics.round_trips;
        }
        logged_in_ = true;
        sent_ = false;
        awaiting_ = --syncs_ > 0;
        status_ = head.bytes.size() > 5 ? head.bytes[5] : 'I';
    } else if (pooler_) {
        names_.hear(head);
    }
}

bool Link::refuses(Head& head) {
    if (head.type == message::ssl_request && rules_.refusals_left > 0) {
        conversation_.ssl_answer_due = false;
        push(Direction::to_client, "N");
        return true;
    }
    std::optional<Refusal> refusal;
    if (head.type == message::startup) {
        if (rules_.refusals_left > 0) {
            --rules_.refusals_left;
            refusal = rules_.refusal;
        } else if (pooler_) {
            refusal = refused_parameter(head);
        }
    } else if (pooler_ && logged_in_) {
        refusal = names_.translate(head);
    }
    if (refusal) {
        refuse(*refusal);
    }
    return refusal.has_value();
}

void Link::refuse(const Refusal& refusal) {
    ++rules_.statistics.refusals;
    end(refusal);
}

void Link::forward(Direction direction, std::string_view bytes) {
    auto& each = flow(direction);
    while (!bytes.empty() && !each.swallows) {
        auto passing = bytes.size();
        std::optional<Fault> struck;
        if (each.cut && each.cut->left <= passing) {
            passing = static_cast<std::size_t>(each.cut->left);
        }
        if (auto within = rules_.faults.within(direction, passing)) {
            ++rules_.statistics.struck;
            passing = within->bytes;
            struck = std::move(within->fault);
        }
        push(direction, bytes.substr(0, passing));
        bytes.remove_prefix(passing);
        if (each.cut) {
            each.cut->left -= passing;
        }
        if (each.cut && each.cut->left == 0) {
            return strike(each.cut->fault.strike);
        }
        if (struck && struck->strike == Strike::delay) {
            each.hold_until = std::max(each.hold_until, Clock::now() + struck->delay);
        } else if (struck) {
            strike(struck->strike);
        }
    }
}

void Link::push(Direction direction, std::string_view bytes) {
    auto& each = flow(direction);
    auto& total =
        direction == Direction::to_server ? rules_.statistics.bytes_to_server : rules_.statistics.bytes_to_client;
    total += bytes.size();
    each.out.push(bytes, std::max(each.hold_until, Clock::now() + rules_.delay));
}

}  // namespace athanor::testing::wire
