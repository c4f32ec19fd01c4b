#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/digits.hpp"

namespace athanor::detail {

/// Days since the epoch from exactly "YYYY-MM-DD", if there is such a day.
std::optional<std::int32_t> read_date(std::string_view text) noexcept;

/// Writes "YYYY-MM-DD" (10 characters) and returns the end. The day must be in the range of Date.
char* write_date(char* out, std::int32_t days_since_epoch) noexcept;

}  // namespace athanor::detail
