#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <athanor/core/error.hpp>
#include <athanor/engine/diagnose.hpp>
#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// A finding that says what an error says.
[[nodiscard]] Finding failure(std::string name, const Error& error);

/// The first column of what a query gives, as text; NULL as nothing. Outside a transaction.
[[nodiscard]] std::vector<std::string> answers(DriverConnection& connection, const sql::Compiled& query);
[[nodiscard]] std::vector<std::string> answers(DriverConnection& connection, std::string_view sql);
/// The first cell. @throws InternalError if there is none.
[[nodiscard]] std::string answer(DriverConnection& connection, std::string_view sql);

}  // namespace athanor::detail
