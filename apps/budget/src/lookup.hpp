#pragma once

#include <span>
#include <string>
#include <string_view>

namespace budget {

/// "did you mean …?" with the name that was probably meant, else `otherwise`.
std::string suggestion(std::string_view name, std::span<const std::string> known, std::string_view otherwise);

}  // namespace budget
