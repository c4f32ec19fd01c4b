#pragma once

#include <string>
#include <string_view>

#include <sqlite3.h>

#include <athanor/core/error_details.hpp>

namespace athanor::sqlite {

/// What SQLite knows about the last error of a connection, as details of an error. `table` is the table the statement
/// writes to, if known: SQLite does not name it for a foreign key.
[[nodiscard]] ErrorDetails describe_error(sqlite3* database, int code, std::string_view table);

/// Throws the error of the class that belongs to the code in `details.native_code` (a SQLite result code, extended or
/// not).
[[noreturn]] void throw_error(ErrorDetails details);

/// Fills constraint, table, column and kind from SQLite's text, such as "UNIQUE constraint failed: t.a, t.b".
void describe_constraint(ErrorDetails& details, int extended_code, std::string_view table);

}  // namespace athanor::sqlite
