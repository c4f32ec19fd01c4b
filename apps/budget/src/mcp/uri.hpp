#pragma once

#include <string>
#include <string_view>

namespace budget::tools {

inline constexpr std::string_view schema_uri = "budget://schema";

/// "budget://summary/2026-01"
std::string summary_uri(std::string_view month);
/// "budget://category/Food%20and%20drink/2026-01"
std::string category_uri(std::string_view category, std::string_view month);

}  // namespace budget::tools
