#include "orm/instance_block.hpp"

#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "orm/change_record.hpp"
#include "orm/family.hpp"
#include "orm/member_access.hpp"
#include "orm/relationship_sync.hpp"

namespace athanor::detail {

namespace {

std::atomic<std::size_t> live_count{0};

constexpr auto block_alignment = std::align_val_t(16);

InstanceState* make_block(const Mapper& mapper, void* from) {
    const auto& model = mapper.descriptor();
    void* memory = ::operator new(sizeof(InstanceState) + model.size, block_alignment);
    auto* state = ::new (memory) InstanceState;
    try {
        if (from != nullptr) {
            model.move_construct(state->object(), from);
        } else {
            model.construct(state->object());
        }
    } catch (...) {
        state->~InstanceState();
        ::operator delete(memory, block_alignment);
        throw;
    }
    state->mapper = &mapper;
    live_count.fetch_add(1, std::memory_order_relaxed);
    for (const auto offset : mapper.resolved().links) {
        link_at(state, offset).set_distance(static_cast<std::int32_t>(sizeof(InstanceState) + offset));
    }
    return state;
}

/// A One member that was set on the stack, before it becomes an edge.
struct HeldTarget {
    std::uint32_t offset;
    InstanceState* target;
};

/// Takes the holds of the stack out of the members: from now on the caller owes each target a drop_holder.
std::vector<HeldTarget> take_held_targets(InstanceState* state) {
    std::vector<HeldTarget> held;
    for (const auto& edge : state->mapper->resolved().edges) {
        if (!edge.many && one_at(state, edge.offset).target != nullptr) {
            auto& one = one_at(state, edge.offset);
            held.push_back({edge.offset, std::exchange(one.target, nullptr)});
            one.loaded = false;
        }
    }
    return held;
}

}  // namespace

std::size_t live_objects() noexcept { return live_count.load(std::memory_order_relaxed); }

void free_block(InstanceState* state) noexcept {
    const auto& model = state->mapper->descriptor();
    model.destroy(state->object());
    state->~InstanceState();
    live_count.fetch_sub(1, std::memory_order_relaxed);
#ifndef NDEBUG
    // A reference kept beyond the object's life then reads nonsense at once, and not only sometimes.
    std::memset(static_cast<void*>(state), 0xDD, sizeof(InstanceState) + model.size);
#endif
    ::operator delete(static_cast<void*>(state), block_alignment);
}

InstanceState* make_instance(const Mapper& mapper, void* from) {
    auto* state = make_block(mapper, from);
    // Nothing can throw between the two: the family is what frees the block from here on.
    try {
        auto family = std::make_unique<Family>();
        family->objects.push_back(state);
        state->family = family.release();
    } catch (...) {
        free_block(state);
        throw;
    }
    add_holder(state);
    std::size_t done = 0;
    const auto held = take_held_targets(state);
    try {
        for (; done < held.size(); ++done) {
            one_at(state, held[done].offset).set(held[done].target);
            drop_holder(held[done].target);
        }
    } catch (...) {
        for (; done < held.size(); ++done) {
            drop_holder(held[done].target);
        }
        drop_holder(state);
        throw;
    }
    return state;
}

InstanceState* make_unheld_instance(const Mapper& mapper, Family* family) {
    family->objects.push_back(nullptr);  // the slot first: what follows must not throw with a block in hand
    InstanceState* state = nullptr;
    try {
        state = make_block(mapper, nullptr);
    } catch (...) {
        family->objects.pop_back();
        throw;
    }
    family->objects.back() = state;
    state->family = family;
    return state;
}

void clear_assigned(InstanceState* state) noexcept {
    for (const auto offset : state->mapper->resolved().links) {
        link_at(state, offset).set_assigned(false);
    }
}

}  // namespace athanor::detail
