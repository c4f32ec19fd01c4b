#pragma once

#include <memory>

#include <sqlite3.h>

namespace athanor::sqlite {

struct CloseDatabase {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// Resets a statement at the end of a scope, so that it never keeps a lock.
class ResetAtExit {
public:
    explicit ResetAtExit(sqlite3_stmt* statement) noexcept : statement_(statement) {}
    ~ResetAtExit() { sqlite3_reset(statement_); }
    ResetAtExit(const ResetAtExit&) = delete;
    ResetAtExit& operator=(const ResetAtExit&) = delete;

private:
    sqlite3_stmt* statement_;
};

}  // namespace athanor::sqlite
