#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace athanor::postgresql {

/// What a statement does to the transaction that it runs in.
enum class Control : std::uint8_t { none, begin, commit, rollback };

/// By the first words of the text; comments in front are skipped.
[[nodiscard]] Control control_of(std::string_view sql) noexcept;

/// Whether the text begins with a word of a statement that keeps nothing in the database. A wrong "no" makes an error
/// more careful than it had to be, so only plain cases are known.
[[nodiscard]] bool keeps_nothing(std::string_view sql) noexcept;

/// Whether the statement may commit by itself while it runs, where no transaction is open: CALL and DO.
[[nodiscard]] bool may_commit(std::string_view sql) noexcept;

/// Whether the text begins with the word COPY.
[[nodiscard]] bool is_copy(std::string_view sql) noexcept;

/// The count in a command tag, 0 if it has none.
[[nodiscard]] inline std::int64_t affected_rows(std::string_view count) noexcept {
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

}  // namespace athanor::postgresql
