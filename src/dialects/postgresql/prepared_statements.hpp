#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace athanor::postgresql {

/// Which statements are prepared on one connection, and under which names. A name begins with a number drawn for the
/// connection and is never used twice: a pooler that keeps names would close the connection on the second use, and one
/// that does not know them could run the statement of another client.
class PreparedStatements {
public:
    /// `limit`: how many may be prepared at once, at least 1.
    explicit PreparedStatements(std::size_t limit);

    /// The name of a statement, valid until it is forgotten; null: it is not prepared. Counts as a use.
    [[nodiscard]] const char* find(std::uint64_t id) noexcept;
    /// A new name for a statement that is not there. Precondition: not full().
    [[nodiscard]] const char* add(std::uint64_t id);
    void forget(std::uint64_t id) noexcept { entries_.erase(id); }
    void forget_all() noexcept { entries_.clear(); }

    [[nodiscard]] bool full() const noexcept { return entries_.size() >= limit_; }
    /// Forgets the statement that was not used for the longest time; returns its name. Precondition: not empty.
    [[nodiscard]] std::string forget_oldest();

private:
    struct Entry {
        char name[44];
        std::uint64_t used;
    };

    std::unordered_map<std::uint64_t, Entry> entries_;
    std::size_t limit_;
    std::uint64_t connection_number_;
    std::uint64_t named_ = 0;
    std::uint64_t uses_ = 0;
};

}  // namespace athanor::postgresql
