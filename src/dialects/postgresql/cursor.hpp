#pragma once

#include <string_view>
#include <vector>

#include <athanor/engine/cursor.hpp>

#include "dialects/postgresql/handles.hpp"

namespace athanor::postgresql {

/// The current row of a result in binary format, read straight from libpq's memory. Lengths are checked, so that a
/// malformed message is an error and never a read beyond its end.
class PostgresqlCursor final : public Cursor {
public:
    /// Reads the types of the columns; the results of one statement in single-row mode share them.
    void open(const PGresult* result);
    void move_to(const PGresult* result, int row) noexcept {
        result_ = result;
        row_ = row;
    }

    bool is_null(std::size_t column) const override;
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
    std::size_t columns() const override { return types_.size(); }
    std::string_view name(std::size_t column) const override;

private:
    [[nodiscard]] Oid type(std::size_t column) const { return column < types_.size() ? types_[column] : 0; }
    [[nodiscard]] std::string_view cell(std::size_t column) const noexcept {
        const int index = static_cast<int>(column);
        return {PQgetvalue(result_, row_, index), static_cast<std::size_t>(PQgetlength(result_, row_, index))};
    }
    [[nodiscard]] const char* fixed(std::size_t column, std::size_t length, std::string_view what) const;
    [[noreturn]] void throw_unexpected(std::size_t column, std::string_view what) const;
    [[nodiscard]] Value other_value(std::size_t column) const;

    const PGresult* result_ = nullptr;
    int row_ = 0;
    std::vector<Oid> types_;
};

}  // namespace athanor::postgresql
