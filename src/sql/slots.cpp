#include "sql/slots.hpp"

namespace athanor::sql::detail {

namespace {
// Below this a scan of the vector is faster than hashing, and nearly every statement is below it.
constexpr std::size_t few = 24;
}  // namespace

const Slot* Slots::find(const void* owner, const Type& type) const {
    if (slots_.size() <= few) {
        for (const auto& slot : slots_) {
            if (slot.owner == owner && slot.type == type) {
                return &slot;
            }
        }
        return nullptr;
    }
    const auto [begin, end] = index_.equal_range(owner);
    for (auto at = begin; at != end; ++at) {
        if (slots_[at->second].type == type) {
            return &slots_[at->second];
        }
    }
    return nullptr;
}

void Slots::add(const void* owner, const Type& type, std::size_t count) {
    slots_.push_back({owner, type, parameters_, count});
    parameters_ += count;
    if (slots_.size() == few + 1) {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            index_.emplace(slots_[i].owner, i);
        }
    } else if (slots_.size() > few) {
        index_.emplace(owner, slots_.size() - 1);
    }
}

}  // namespace athanor::sql::detail
