#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::detail {

/// A text for logs and messages: in single quotes, on one line, control characters and broken UTF-8 escaped, and
/// what exceeds the limit (in characters) replaced by its count.
std::string quote_for_log(std::string_view text, std::size_t limit = 300);

}  // namespace athanor::detail
