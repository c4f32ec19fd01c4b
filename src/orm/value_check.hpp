#pragma once

#include <vector>

#include "orm/unit_of_work.hpp"

namespace athanor::detail {

/// Checks every value that the batches write against its column, before anything is sent: length in characters, digits,
/// range, NUL and UTF-8, NULL.
/// @throws DataError naming model, member and limit; IntegrityError for a NULL that the column does not allow;
/// FlushError for a key that nobody gives.
void check_values(const std::vector<Batch>& batches, KeySync& keys);

}  // namespace athanor::detail
