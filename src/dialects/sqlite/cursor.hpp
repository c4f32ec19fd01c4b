#pragma once

#include <string_view>
#include <vector>

#include <athanor/engine/cursor.hpp>
#include <athanor/schema/type.hpp>

#include "dialects/sqlite/handles.hpp"

namespace athanor::sqlite {

/// The current row of a prepared statement. `types` are those of Compiled::results: SQLite itself knows no decimals,
/// dates or booleans. Columns without a type are read as what they are stored as.
class SqliteCursor final : public Cursor {
public:
    SqliteCursor(sqlite3_stmt* statement, const std::vector<Type>& types)
        : statement_(statement), types_(types), columns_(static_cast<std::size_t>(sqlite3_column_count(statement))) {}

    bool is_null(std::size_t column) const override { return storage(column) == SQLITE_NULL; }
    bool boolean(std::size_t column) const override;
    std::int64_t integer(std::size_t column) const override;
    double real(std::size_t column) const override;
    std::string_view text(std::size_t column) const override;
    std::span<const std::byte> bytes(std::size_t column) const override;
    Decimal decimal(std::size_t column) const override;
    Date date(std::size_t column) const override;
    DateTime date_time(std::size_t column) const override;
    Uuid uuid(std::size_t column) const override;
    Value value(std::size_t column) const override;
    std::size_t columns() const override { return columns_; }
    std::string_view name(std::size_t column) const override;

private:
    [[nodiscard]] int storage(std::size_t column) const noexcept {
        return sqlite3_column_type(statement_, static_cast<int>(column));
    }
    void require(std::size_t column, int wanted, std::string_view what) const {
        if (storage(column) != wanted) {
            throw_unexpected(column, what);
        }
    }
    [[noreturn]] void throw_unexpected(std::size_t column, std::string_view what) const;
    [[nodiscard]] Value stored_value(std::size_t column) const;

    template <class T>
    T parsed(std::size_t column, std::string_view what) const;

    sqlite3_stmt* statement_;
    const std::vector<Type>& types_;
    std::size_t columns_;
};

}  // namespace athanor::sqlite
