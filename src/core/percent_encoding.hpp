#pragma once

#include <string>
#include <string_view>

namespace athanor::detail {

/// Replaces %XX by its byte; a '%' without two hexadecimal digits stays.
std::string percent_decode(std::string_view text);

/// The same for form data, where '+' is a blank.
std::string form_decode(std::string_view text);

/// Replaces all but letters, digits, "-._~", bytes above 127 and the characters of `also_safe` by %XX.
std::string percent_encode(std::string_view text, std::string_view also_safe = "");

}  // namespace athanor::detail
