#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include <athanor/schema/type.hpp>

namespace athanor::sql::detail {

/// Parameters that come from one place of a statement: a literal, a list, a limit.
struct Slot {
    const void* owner = nullptr;  ///< the node, or the member of the statement's body
    Type type;
    std::size_t first = 0;  ///< position of the first parameter
    std::size_t count = 0;
};

/// The slots of one statement in the order of their parameters. One node bound as two types has two slots.
class Slots {
public:
    [[nodiscard]] const Slot* find(const void* owner, const Type& type) const;
    void add(const void* owner, const Type& type, std::size_t count);

    [[nodiscard]] const std::vector<Slot>& all() const noexcept { return slots_; }
    [[nodiscard]] std::size_t parameters() const noexcept { return parameters_; }

private:
    std::vector<Slot> slots_;
    std::unordered_multimap<const void*, std::size_t> index_;  ///< only filled once there are many
    std::size_t parameters_ = 0;
};

}  // namespace athanor::sql::detail
