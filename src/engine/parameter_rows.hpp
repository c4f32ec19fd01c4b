#pragma once

#include <cstddef>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// How many rows of parameters an execution has, 1 for a statement that runs once without any.
/// @throws InterfaceError if a statement that takes one row is given several.
[[nodiscard]] inline std::size_t parameter_rows(const Execution& execution) {
    const auto rows = execution.parameters != nullptr ? execution.parameters->rows() : std::size_t{1};
    if (execution.statement->rows != sql::Compiled::Rows::one) {
        return rows;
    }
    if (rows > 1) {
        throw InterfaceError(fmt::format("the statement takes one row of parameters and was given {}", rows));
    }
    return 1;
}

/// Binds one row, if there are parameters at all.
inline void bind_row(const Execution& execution, std::size_t row, Binder& binder) {
    if (execution.parameters != nullptr && row < execution.parameters->rows()) {
        execution.parameters->bind(row, binder);
    }
}

}  // namespace athanor::detail
