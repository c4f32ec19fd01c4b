#include "engine/compiled_cache.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace athanor::detail {

sql::CompiledPtr CompiledCache::find(std::string_view key) const {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        return nullptr;
    }
    found->second.last_used.store(clock_.fetch_add(1, std::memory_order_relaxed), std::memory_order_relaxed);
    return found->second.compiled;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved on
sql::CompiledPtr CompiledCache::store(std::string_view key, sql::CompiledPtr compiled) {
    const std::unique_lock lock(mutex_);
    if (const auto found = entries_.find(key); found != entries_.end()) {
        return found->second.compiled;
    }
    if (entries_.size() >= capacity_) {
        evict();
    }
    const auto added = entries_.try_emplace(std::string(key), std::move(compiled)).first;
    added->second.last_used.store(clock_.fetch_add(1, std::memory_order_relaxed), std::memory_order_relaxed);
    return added->second.compiled;
}

std::size_t CompiledCache::size() const {
    const std::shared_lock lock(mutex_);
    return entries_.size();
}

void CompiledCache::evict() {
    std::vector<std::uint64_t> ages;
    ages.reserve(entries_.size());
    for (const auto& [key, entry] : entries_) {
        ages.push_back(entry.last_used.load(std::memory_order_relaxed));
    }
    const auto middle = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 4);
    std::nth_element(ages.begin(), middle, ages.end());
    const auto oldest_kept = *middle;
    std::erase_if(entries_, [&](const auto& item) {
        return item.second.last_used.load(std::memory_order_relaxed) <= oldest_kept;
    });
}

}  // namespace athanor::detail
