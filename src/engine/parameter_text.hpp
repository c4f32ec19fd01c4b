#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <athanor/core/error.hpp>
#include <athanor/engine/binder.hpp>
#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// The parameters of an execution as text for people: `(1, 'Food')`, or `[(1, 'Food'), (2, 'Rent')]` for several rows,
/// ten at most. Values of a secret type are ***; with `hide` nothing is shown. With `row`, that row alone. Empty if
/// there are none. Never throws for what Parameters::bind throws.
[[nodiscard]] std::string parameter_text(const Execution& execution, bool hide,
                                         std::optional<std::size_t> row = std::nullopt);

/// Throws `error` again with the statement and the parameters it happened with.
[[noreturn]] void raise_in(const Execution& execution, const Error& error, bool hide,
                           std::optional<std::size_t> row = std::nullopt);

}  // namespace athanor::detail
