#pragma once

#include <cstddef>
#include <string_view>

#include <athanor/core/decimal.hpp>

namespace athanor::postgresql {

/// The longest binary numeric of a Decimal: header, and 38 digits in groups of four on both sides of the point.
constexpr std::size_t max_numeric_bytes = 8 + 2 * 24;

/// Writes a value in PostgreSQL's binary format of numeric (src/backend/utils/adt/numeric.c, numeric_send): count of
/// groups, weight of the first, sign, digits after the point, then groups of four decimal digits. Returns the end.
char* write_numeric(char* out, const Decimal& value) noexcept;

/// Reads the same, exactly. @throws DataError for NaN, infinity, more than 38 digits, or bytes that are no numeric.
[[nodiscard]] Decimal read_numeric(std::string_view bytes);

}  // namespace athanor::postgresql
