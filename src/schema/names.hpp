#pragma once

#include <string_view>

namespace athanor::detail {

/// @throws ArgumentError unless `name` can name a table, column or constraint on every server: not empty, at most 63
/// bytes, valid UTF-8 without NUL. `what` says whose name it is, for the message.
void check_identifier(std::string_view name, std::string_view what);

}  // namespace athanor::detail
