#include "dialects/postgresql/prepared_statements.hpp"

#include <algorithm>
#include <random>

#include <fmt/format.h>

namespace athanor::postgresql {

PreparedStatements::PreparedStatements(std::size_t limit) : limit_(std::max<std::size_t>(limit, 1)) {
    std::random_device device;
    connection_number_ = (std::uint64_t{device()} << 32) | device();
}

const char* PreparedStatements::find(std::uint64_t id) noexcept {
    const auto found = entries_.find(id);
    if (found == entries_.end()) {
        return nullptr;
    }
    found->second.used = ++uses_;
    return found->second.name;
}

const char* PreparedStatements::add(std::uint64_t id) {
    auto& entry = entries_[id];
    *fmt::format_to(entry.name, "a{:x}_{}", connection_number_, ++named_) = '\0';
    entry.used = ++uses_;
    return entry.name;
}

std::string PreparedStatements::forget_oldest() {
    // A walk over all, because it happens only where a server can close one statement and the limit is reached.
    const auto oldest = std::min_element(entries_.begin(), entries_.end(), [](const auto& left, const auto& right) {
        return left.second.used < right.second.used;
    });
    std::string name = oldest->second.name;
    entries_.erase(oldest);
    return name;
}

}  // namespace athanor::postgresql
