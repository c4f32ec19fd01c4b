#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <athanor/schema/type.hpp>

#pragma GCC visibility push(default)

namespace athanor::sql {

/// SQL text of one dialect with the types of its parameters and result columns: made once for each shape of statement,
/// shared by everything that executes that shape. Immutable and thread-safe to read. `id` is unique in the process, so
/// a driver can remember for each connection what it has prepared already; 0 is for statements that run once.
struct Compiled {
    /// How several rows of parameters travel.
    enum class Rows : std::uint8_t {
        one,     ///< exactly one row of parameters (or none)
        loop,    ///< the statement runs once for each row of parameters
        arrays,  ///< one run: each parameter is an array that holds its column of all rows
    };
    /// How the keys that the server generates for new rows come back.
    enum class Keys : std::uint8_t {
        none,
        last_row_id,  ///< the driver asks the connection after each row
        returned,     ///< result rows of (ordinal from 1 of the parameter row, key): matched by that ordinal
    };

    std::uint64_t id = 0;
    std::string sql;
    std::vector<Type> parameters;
    std::vector<Type> results;  ///< empty if the statement returns no rows
    Rows rows = Rows::one;
    Keys keys = Keys::none;
    bool reads_only = false;  ///< changes nothing: a transaction that begins with it need not lock for writing
    bool transaction_control = false;
    std::string table;  ///< the table written to, for error messages; may be empty

    [[nodiscard]] static std::uint64_t next_id() noexcept;
};

using CompiledPtr = std::shared_ptr<const Compiled>;

}  // namespace athanor::sql

#pragma GCC visibility pop
