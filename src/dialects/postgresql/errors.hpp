#pragma once

#include <exception>
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

/// Whether the server itself says at which place of its own it ended the connection. Its last words then stand in the
/// place of the statement that they ended; a pooler or proxy says nothing of what became of the statement.
[[nodiscard]] bool names_its_place(const PGresult* result) noexcept;

/// Whether a prepared statement can be used no more: its result would have other columns, or the server forgot it.
[[nodiscard]] bool is_stale_plan(const PGresult* result) noexcept;

/// The error of an answer that a statement of a list cannot have, such as COPY.
[[nodiscard]] std::exception_ptr unexpected_answer(ExecStatusType status);

/// Throws the error of the class that belongs to `details.sqlstate`; CommitUnknownError if it says so.
[[noreturn]] void throw_error(ErrorDetails details);

/// What to say of a lost connection, with what was known of the reason in `details`. `unknown`: a COMMIT or a change
/// outside a transaction was on its way.
[[nodiscard]] ErrorDetails describe_loss(ErrorDetails details, bool unknown);
/// Throws OperationalError, or CommitUnknownError for an unknown outcome.
[[noreturn]] void throw_loss(ErrorDetails details);

/// The first line of a message of libpq, without what it adds for people at a terminal.
[[nodiscard]] std::string first_line(std::string_view message);

}  // namespace athanor::postgresql
