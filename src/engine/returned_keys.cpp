#include "engine/returned_keys.hpp"

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::detail {

ReturnedKeys::ReturnedKeys(std::vector<std::int64_t>& keys, std::size_t rows) : keys_(keys), seen_(rows) {
    keys_.assign(rows, 0);
}

void ReturnedKeys::row(const Cursor& cursor) {
    const auto ordinal = cursor.integer(0);
    const auto index = static_cast<std::size_t>(ordinal) - 1;
    if (ordinal < 1 || index >= keys_.size() || seen_[index]) {
        throw InternalError(
            fmt::format("the server returned a generated key for row {} of {} rows", ordinal, keys_.size()),
            "this is a fault of the dialect's INSERT statement");
    }
    keys_[index] = cursor.integer(1);
    seen_[index] = true;
    ++received_;
}

void ReturnedKeys::finish() const {
    if (received_ != keys_.size()) {
        throw InternalError(
            fmt::format("the server returned {} generated keys for {} rows", received_, keys_.size()),
            "a trigger or rule may have suppressed rows; such a table cannot generate keys for the unit of work");
    }
}

}  // namespace athanor::detail
