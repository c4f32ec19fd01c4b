#include "dialects/sqlite/statement_cache.hpp"

namespace athanor::sqlite {

sqlite3_stmt* StatementCache::find(std::uint64_t id) {
    if (!entries_.empty() && entries_.front().id == id) {
        return entries_.front().statement.get();
    }
    const auto place = places_.find(id);
    if (place == places_.end()) {
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->statement.get();
}

sqlite3_stmt* StatementCache::store(std::uint64_t id, StatementHandle statement) {
    if (entries_.size() >= capacity_) {
        places_.erase(entries_.back().id);
        entries_.pop_back();
    }
    entries_.push_front({id, std::move(statement)});
    places_[id] = entries_.begin();
    return entries_.front().statement.get();
}

}  // namespace athanor::sqlite
