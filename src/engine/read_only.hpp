#pragma once

#include <span>
#include <string>
#include <string_view>

#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// The first word of a statement in lower case; empty if something else stands there, such as a comment.
[[nodiscard]] std::string first_word(std::string_view sql);

/// Whether the text begins with a word of a statement that writes. What it does not know is left to the database.
[[nodiscard]] bool begins_writing(std::string_view sql);

/// @throws InvalidRequestError if a statement of the list writes.
void refuse_writes(std::span<const Execution> list);

}  // namespace athanor::detail
