#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>

#include <athanor/sql/compiled.hpp>

#include "dialects/sqlite/handles.hpp"

namespace athanor::sqlite {

/// The prepared statements of one connection by Compiled::id; the least recently used goes when it is full. One thread.
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

    /// Null if it is not there.
    [[nodiscard]] sqlite3_stmt* find(std::uint64_t id);
    sqlite3_stmt* store(std::uint64_t id, StatementHandle statement);
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::uint64_t id;
        StatementHandle statement;
    };
    std::size_t capacity_;
    std::list<Entry> entries_;  // the most recently used first
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> places_;
};

}  // namespace athanor::sqlite
