#pragma once

#include <string>

#pragma GCC visibility push(default)

namespace athanor {

/// Which rule of the schema an IntegrityError broke.
enum class IntegrityKind { unique, foreign_key, not_null, check, exclusion, other };

/// What an error knows; drivers fill in what their database told them and leave the rest empty.
///
/// `parameters` is text for people and must be redacted before it is put here: nothing after this point hides it.
struct ErrorDetails {
    std::string message;     ///< What happened, one sentence.
    std::string hint;        ///< What to do next; may be empty.
    std::string statement;   ///< The SQL as it was sent.
    std::string parameters;  ///< The bound values as redacted text.
    std::string sqlstate;    ///< Five characters, or empty where the database has none (SQLite).
    std::string constraint;  ///< Name of the constraint that was broken.
    std::string table;
    std::string column;
    std::string driver;   ///< "sqlite" or "postgresql"; empty for an error of the library itself.
    int native_code = 0;  ///< The driver's own number, such as SQLite's extended result code; 0 for none.
    IntegrityKind integrity_kind = IntegrityKind::other;  ///< Set by drivers that have no SQLSTATE.
    bool connection_invalidated = false;                  ///< The connection is lost and was thrown away.
    bool outcome_unknown = false;  ///< Nobody can tell whether the change was saved; see CommitUnknownError.
    bool retryable = false;        ///< The same transaction may succeed when it is run again.
};

}  // namespace athanor

#pragma GCC visibility pop
