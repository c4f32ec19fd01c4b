#pragma once

#include <string>
#include <vector>

#include <athanor/core/value.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// A column of a changed row. Of a column that is `secret`, each value that is not NULL is the text ***.
struct ChangedColumn {
    std::string name;
    Value old_value;  ///< NULL in a new row
    Value new_value;  ///< NULL in a deleted row, and where the database is yet to make it

    friend bool operator==(const ChangedColumn&, const ChangedColumn&) = default;
};

/// A row that a session changes. Of a new row `columns` are those that the INSERT writes, of a changed one those that
/// differ, of a deleted one all that are not NULL.
struct ChangedRow {
    std::string model;       ///< the class, "Expense"
    std::string table;       ///< "expenses"
    std::vector<Value> key;  ///< the primary key in the database; NULL where the database is yet to make it
    std::vector<ChangedColumn> columns;

    friend bool operator==(const ChangedRow&, const ChangedRow&) = default;
};

/// What the objects of a session change in the database: in its transaction so far, with what the next flush will
/// write. The names are SQLAlchemy's Session.new, dirty and deleted. Values are those of the objects compared with
/// those of the transaction's begin, so that what was changed there and back is not in it, and neither is a row that
/// was added and deleted again. Not seen: what INSERT, UPDATE and DELETE statements change, what the database does by
/// itself (ON DELETE CASCADE, server defaults), and objects that release_unused() let go. Before a flush: orphans and
/// children that only the flush finds are missing, and a foreign key whose object has no key yet is NULL.
struct Changes {
    std::vector<ChangedRow> new_;  ///< in the order of the inserts, then in the order they were added
    std::vector<ChangedRow> dirty;
    std::vector<ChangedRow> deleted;

    [[nodiscard]] bool empty() const noexcept { return new_.empty() && dirty.empty() && deleted.empty(); }
    friend bool operator==(const Changes&, const Changes&) = default;
};

/// For people and logs, a line for each row: `update expenses 12: amount 12.00 -> 12.50`. Texts are quoted and cut as
/// Value::to_string does.
[[nodiscard]] std::string to_string(const Changes& changes);

}  // namespace athanor

#pragma GCC visibility pop
