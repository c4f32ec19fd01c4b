#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace athanor::postgresql {

/// Whether the text is a COMMIT.
[[nodiscard]] inline bool is_commit(std::string_view sql) noexcept {
    constexpr std::string_view word = "commit";
    if (sql.size() < word.size()) {
        return false;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
        if ((sql[i] | 0x20) != word[i]) {
            return false;
        }
    }
    return true;
}

/// The count in a command tag, 0 if it has none.
[[nodiscard]] inline std::int64_t affected_rows(std::string_view count) noexcept {
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

}  // namespace athanor::postgresql
