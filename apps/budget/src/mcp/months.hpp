#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mcp/manager.hpp"

namespace budget::tools {

/// Months from the user's last expense back to the first that begin with what was typed; a hundred at most.
std::vector<std::string> months_with_expenses(const Manager& manager, mcp::Context& context, std::string_view typed);

/// Names of categories that begin with what was typed, whatever its case.
std::vector<std::string> categories_like(const Manager& manager, mcp::Context& context, std::string_view typed);

}  // namespace budget::tools
