#pragma once

#include <string>
#include <variant>

#include <athanor/core/value.hpp>
#include <athanor/schema/type.hpp>

#pragma GCC visibility push(default)

namespace athanor {

class Table;

/// The current instant, as a column default.
struct CurrentTimestamp {
    friend bool operator==(const CurrentTimestamp&, const CurrentTimestamp&) = default;
};

/// The value the server writes when an INSERT leaves the column out: nothing, the current instant, or a constant.
using ServerDefault = std::variant<std::monostate, CurrentTimestamp, Value>;

/// One column of a Table. Immutable once its table is complete; lives as long as the table; safe to read from any
/// thread.
struct Column {
    std::string name = {};
    Type type = {};
    bool nullable = false;
    bool primary_key = false;
    bool autoincrement = false;  ///< the server generates the value (identity column, INTEGER PRIMARY KEY)
    ServerDefault server_default = {};
    std::string comment = {};  ///< shown in documentation and tools, not sent to the server

    [[nodiscard]] bool has_server_default() const noexcept { return server_default.index() != 0; }
};

}  // namespace athanor

#pragma GCC visibility pop
