#pragma once

#include <sqlite3.h>

namespace athanor::sqlite {

/// Registers what SQLite lacks on one connection: athanor_ilike(pattern, value), athanor_divide(a, b, shift) and the
/// aggregate athanor_avg(x, shift). Each gives NULL for NULL. Returns SQLite's result code.
int register_functions(sqlite3* database);

int register_ilike(sqlite3* database);
int register_arithmetic(sqlite3* database);

}  // namespace athanor::sqlite
