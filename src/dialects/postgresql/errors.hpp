#pragma once

#include <string>
#include <string_view>

#include <athanor/core/error_details.hpp>

#include "dialects/postgresql/handles.hpp"

namespace athanor::postgresql {

/// What the server said in an error result. With `show_values` false the server's detail, which quotes values, is left
/// out.
[[nodiscard]] ErrorDetails describe_error(const PGresult* result, bool show_values);

/// Whether the server ends the connection after this error. It may still look open at that moment.
[[nodiscard]] bool is_fatal(const PGresult* result) noexcept;

/// Throws the error of the class that belongs to `details.sqlstate`; OperationalError if the connection is lost.
[[noreturn]] void throw_error(ErrorDetails details);

/// The first line of a message of libpq, without what it adds for people at a terminal.
[[nodiscard]] std::string first_line(std::string_view message);

}  // namespace athanor::postgresql
