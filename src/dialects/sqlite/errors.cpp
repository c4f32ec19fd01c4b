#include "dialects/sqlite/errors.hpp"

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::sqlite {

namespace {

int primary(int code) { return code & 0xff; }

std::string hint_for(int code, std::string_view message) {
    switch (primary(code)) {
    case SQLITE_ERROR:
        return message.starts_with("no such table") ? "create the tables first (create_all)" : "";
    case SQLITE_BUSY:
        if (code == SQLITE_BUSY_SNAPSHOT) {
            return "another connection has written since this transaction began to read; roll back and run it again";
        }
        return "another connection holds the lock; keep transactions short, raise busy_timeout, or try again";
    case SQLITE_LOCKED:
        return "another statement holds the lock on this table; try again when it has ended";
    case SQLITE_READONLY:
        return "the file or its folder cannot be written, or the URL asks for mode=ro";
    case SQLITE_FULL:
        return "free space on the disk, then run the transaction again; nothing of it was saved";
    case SQLITE_IOERR:
        return "the disk or file system reported a fault; check them before going on";
    case SQLITE_CORRUPT:
        return "the file is damaged; restore it from a backup or try the .recover command of sqlite3";
    case SQLITE_INTERRUPT:
        return "the statement was cancelled";
    default:
        return "";
    }
}

}  // namespace

ErrorDetails describe_error(sqlite3* database, int code, std::string_view table) {
    ErrorDetails details;
    details.driver = "sqlite";
    details.native_code = code;
    details.message = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    details.hint = hint_for(code, details.message);
    const int kind = primary(code);
    details.retryable = kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
    if (kind == SQLITE_NOTADB) {
        details.message = "the file is not a SQLite database";
        details.hint = "correct the path in the URL; an encrypted database cannot be read either";
    } else if (kind == SQLITE_CONSTRAINT) {
        describe_constraint(details, code, table);
    } else {
        details.table = table;
    }
    return details;
}

void throw_error(ErrorDetails details) {
    switch (primary(details.native_code)) {
    case SQLITE_INTERNAL:
    case SQLITE_NOTFOUND:
        throw InternalError(std::move(details));
    case SQLITE_ERROR:
        if (details.message == "integer overflow") {
            throw DataError(std::move(details));
        }
        throw OperationalError(std::move(details));
    case SQLITE_PERM:
    case SQLITE_ABORT:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_EMPTY:
    case SQLITE_SCHEMA:
        throw OperationalError(std::move(details));
    case SQLITE_TOOBIG:
        throw DataError(std::move(details));
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        throw IntegrityError(std::move(details));
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        throw InterfaceError(std::move(details));
    default:
        throw DatabaseError(std::move(details));
    }
}

}  // namespace athanor::sqlite
