#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include <athanor/sql/compiled.hpp>

namespace athanor::detail {

/// Compiled statements by key, bounded: when full, the least recently used quarter goes. Thread-safe; finding takes a
/// shared lock and allocates nothing.
class CompiledCache {
public:
    static constexpr std::size_t default_capacity = 1000;

    explicit CompiledCache(std::size_t capacity = default_capacity) : capacity_(capacity) {}

    /// Null if it is not there.
    [[nodiscard]] sql::CompiledPtr find(std::string_view key) const;
    /// Returns what is stored under the key afterwards: another thread may have been faster.
    sql::CompiledPtr store(std::string_view key, sql::CompiledPtr compiled);
    [[nodiscard]] std::size_t size() const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
    };
    struct Entry {
        explicit Entry(sql::CompiledPtr made) : compiled(std::move(made)) {}
        sql::CompiledPtr compiled;
        mutable std::atomic<std::uint64_t> last_used{0};
    };

    void evict();

    const std::size_t capacity_;
    mutable std::shared_mutex mutex_;
    mutable std::atomic<std::uint64_t> clock_{0};
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

}  // namespace athanor::detail
