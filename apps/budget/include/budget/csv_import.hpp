#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include <budget/models.hpp>

namespace budget {

/// The formats that an import reads. The first line names the columns; their order is free.
enum class ImportProfile {
    /// What export_csv writes: date (YYYY-MM-DD), amount, category, description; key, import_key, created_at, color (of
    /// the category, used when it is created) and transfer_id may be left out. The two halves of a transfer have to be
    /// in one file.
    native,
    /// An export of Mint: Date (MM/DD/YYYY), Description, Amount, Transaction Type, Category, Account Name; other
    /// columns are not looked at. "debit" is money out; "credit" rows are no expenses: they are counted and left out.
    mint,
};

/// @throws NotFoundError, naming the profiles.
ImportProfile parse_profile(std::string_view name);

/// What an import did so far.
struct ImportReport {
    std::size_t rows = 0;  ///< read, without the header
    std::size_t added = 0;
    std::size_t existing = 0;             ///< there already
    std::size_t credits = 0;              ///< money in, left out
    std::vector<std::string> categories;  ///< created, in the order in which they were met
};

struct ImportOptions {
    ImportProfile profile = ImportProfile::native;
    std::function<bool()> cancelled;  ///< asked before each row; true ends the import with CancelledError
    std::function<void(const ImportReport&, std::uint64_t bytes)> progress;  ///< called every thousand rows
    /// Called each time that rows were flushed, before the session lets them go: its changes() are these rows.
    std::function<void(athanor::Session&)> written;
};

/// Makes other imports of this user wait until the transaction ends; on SQLite everybody who writes. As the first
/// statement of a transaction it sees to it that what an import finds there does not change while it runs.
void lock_for_import(athanor::Session& session, int user_id);

/// Reads expenses of a user from CSV (RFC 4180; UTF-8, a byte order mark is allowed; lines end in LF or CRLF).
///
/// Each row has an import key, unique for its user: its own if the format carries one, else made of profile, account,
/// day, amount and text, and which of several equal rows of the file it is. A row whose import key (or key) is there
/// already adds nothing, whatever became of the expense since. Categories that are not there are created.
/// The rows are flushed a thousand at a time and let go, so of each row no more than a digest stays in memory.
/// All rows are read even if some are refused. The caller commits, or rolls back for a dry run.
/// @throws ImportError with all that was refused: roll back. CancelledError: roll back. ValidationError for a header
/// that does not fit the profile.
ImportReport import_csv(athanor::Session& session, const athanor::Ref<User>& user, std::istream& in,
                        const ImportOptions& options = {});

}  // namespace budget
