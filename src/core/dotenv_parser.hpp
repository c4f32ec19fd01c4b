#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

/// Names and values of a .env file in their order; the grammar is at load_dotenv(). Throws ArgumentError.
std::vector<std::pair<std::string, std::string>> parse_dotenv(std::string_view text);

}  // namespace athanor::detail
