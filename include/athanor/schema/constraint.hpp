#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#pragma GCC visibility push(default)

namespace athanor {

namespace sql {
struct Expression;
}

/// What happens to the referring rows when the row they refer to is deleted.
enum class OnDelete : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

/// A foreign key over one or more columns. The target is named, not pointed to, so tables may be declared in any order.
struct ForeignKey {
    std::string name = {};                  ///< empty: given by the naming convention when the table is completed
    std::vector<std::string> columns = {};  ///< at least one, columns of the owning table
    std::string target_table = {};
    std::vector<std::string> target_columns = {};  ///< as many as `columns`
    OnDelete on_delete = OnDelete::no_action;
};

/// Columns whose combination may occur once. NULLs are distinct, as in the SQL standard.
struct UniqueConstraint {
    std::string name = {};  ///< empty: given by the naming convention
    std::vector<std::string> columns = {};
};

/// A condition that every row meets. Written as an expression, so that each dialect renders it with its own storage
/// rules.
struct CheckConstraint {
    std::string name = {};  ///< required; the convention puts `ck_<table>_` before it
    std::shared_ptr<const sql::Expression> condition = {};
};

/// An index over one or more columns.
struct Index {
    std::string name = {};  ///< empty: given by the naming convention
    std::vector<std::string> columns = {};
    bool unique = false;
};

}  // namespace athanor

#pragma GCC visibility pop
