#include "orm/identity_map.hpp"

#include <bit>

#include "orm/member_access.hpp"

namespace athanor::detail {

std::size_t IntegerKeyMap::home(std::int64_t key) const noexcept {
    // Sixteen neighbouring keys stay together, since rows mostly come in the order of their keys and an entry next to
    // the last one is in the cache already; the groups spread over the table by a multiplication with 2^64 / golden
    // ratio (Fibonacci hashing, Knuth).
    constexpr int group_bits = 4;
    const auto bits = static_cast<std::uint64_t>(key);
    const auto group = ((bits >> group_bits) * 0x9E3779B97F4A7C15U) >> 32;
    const auto place = (group << group_bits) | (bits & ((1U << group_bits) - 1));
    return static_cast<std::size_t>(place) & (entries_.size() - 1);
}

InstanceState* IntegerKeyMap::find(std::int64_t key) const noexcept {
    if (entries_.empty()) {
        return nullptr;
    }
    for (auto at = home(key); entries_[at].state != nullptr; at = (at + 1) & (entries_.size() - 1)) {
        if (entries_[at].key == key) {
            return entries_[at].state;
        }
    }
    return nullptr;
}

void IntegerKeyMap::insert(std::int64_t key, InstanceState* state) {
    if (count_ * 2 >= entries_.size()) {
        // Small tables grow faster: moving the entries costs more than the room.
        constexpr std::size_t small = 8192;
        resize(entries_.empty() ? 64 : entries_.size() * (entries_.size() < small ? 4 : 2));
    }
    auto at = home(key);
    while (entries_[at].state != nullptr) {
        at = (at + 1) & (entries_.size() - 1);
    }
    entries_[at] = {key, state};
    ++count_;
}

void IntegerKeyMap::erase(std::int64_t key) noexcept {
    if (entries_.empty()) {
        return;
    }
    const auto mask = entries_.size() - 1;
    auto at = home(key);
    while (entries_[at].state != nullptr && entries_[at].key != key) {
        at = (at + 1) & mask;
    }
    if (entries_[at].state == nullptr) {
        return;
    }
    --count_;
    // Later entries of the same run move up, so that no search stops short at the hole.
    for (auto next = (at + 1) & mask; entries_[next].state != nullptr; next = (next + 1) & mask) {
        if (((next - home(entries_[next].key)) & mask) >= ((next - at) & mask)) {
            entries_[at] = entries_[next];
            at = next;
        }
    }
    entries_[at] = {};
}

void IntegerKeyMap::reserve(std::size_t more) {
    const auto size = std::bit_ceil((count_ + more) * 2 + 1);
    if (size > entries_.size()) {
        resize(size);
    }
}

void IntegerKeyMap::resize(std::size_t size) {
    std::vector<Entry> old(size);
    old.swap(entries_);
    for (const auto& entry : old) {
        if (entry.state != nullptr) {
            auto at = home(entry.key);
            while (entries_[at].state != nullptr) {
                at = (at + 1) & (entries_.size() - 1);
            }
            entries_[at] = entry;
        }
    }
}

InstanceState* IdentityMap::Model::find_bytes(std::string_view key) const {
    const auto found = bytes_.find(key);
    return found == bytes_.end() ? nullptr : found->second;
}

InstanceState* IdentityMap::Model::find_row(const Cursor& cursor, std::size_t first, bool& has_null) {
    const auto& key = mapper_->resolved().key;
    if (mapper_->resolved().integer_key) {
        has_null = cursor.is_null(first + key[0]);
        return has_null ? nullptr : integers_.find(cursor.integer(first + key[0]));
    }
    scratch_.clear();
    for (const auto position : key) {
        scratch_.cell(mapper_->columns()[position].type.kind, cursor, first + position);
    }
    has_null = scratch_.has_null();
    return has_null ? nullptr : find_bytes(scratch_.bytes());
}

InstanceState* IdentityMap::Model::find(const InstanceState* state) {
    if (mapper_->resolved().integer_key) {
        return integers_.find(integer_key(state));
    }
    encode_key(state, mapper_->resolved().key, scratch_);
    return find_bytes(scratch_.bytes());
}

void IdentityMap::Model::reserve(std::size_t more) {
    if (mapper_->resolved().integer_key) {
        integers_.reserve(more);
    }
}

void IdentityMap::Model::insert(InstanceState* state) {
    if (mapper_->resolved().integer_key) {
        integers_.insert(integer_key(state), state);
    } else {
        encode_key(state, mapper_->resolved().key, scratch_);
        bytes_.insert_or_assign(scratch_.bytes(), state);
    }
}

void IdentityMap::Model::erase(InstanceState* state) {
    if (find(state) != state) {
        return;
    }
    if (mapper_->resolved().integer_key) {
        integers_.erase(integer_key(state));
    } else {
        bytes_.erase(bytes_.find(scratch_.bytes()));
    }
}

IdentityMap::Model& IdentityMap::of(const Mapper& mapper) {
    if (last_ != &mapper) {
        auto& model = models_[&mapper];
        if (!model) {
            model = std::make_unique<Model>(mapper);
        }
        last_ = &mapper;
        last_model_ = model.get();
    }
    return *last_model_;
}

InstanceState* IdentityMap::find(const Mapper& mapper, std::span<const Value> key) {
    if (mapper.resolved().integer_key && key[0].kind() == ValueKind::integer) {
        return of(mapper).find_integer(key[0].as_int64());
    }
    KeyEncoder encoder;
    for (const auto& value : key) {
        encoder.value(value);
    }
    return of(mapper).find_bytes(encoder.bytes());
}

void IdentityMap::clear() noexcept {
    models_.clear();
    last_ = nullptr;
    last_model_ = nullptr;
}

}  // namespace athanor::detail
