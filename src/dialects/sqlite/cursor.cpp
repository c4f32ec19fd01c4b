#include "dialects/sqlite/cursor.hpp"

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::sqlite {

namespace {

constexpr std::int64_t max_exact_integer = std::int64_t{1} << 53;

std::string_view storage_name(int storage) {
    switch (storage) {
    case SQLITE_INTEGER:
        return "an integer";
    case SQLITE_FLOAT:
        return "a binary floating point number";
    case SQLITE_TEXT:
        return "text";
    case SQLITE_BLOB:
        return "bytes";
    default:
        return "NULL";
    }
}

}  // namespace

void SqliteCursor::throw_unexpected(std::size_t column, std::string_view what) const {
    const int stored = column < columns_ ? storage(column) : SQLITE_NULL;
    const bool secret = column < types_.size() && types_[column].secret;
    std::string shown;
    if (!secret && stored != SQLITE_NULL && stored != SQLITE_BLOB) {
        shown = " (" + stored_value(column).to_string() + ")";
    }
    ErrorDetails details;
    details.driver = "sqlite";
    details.message = fmt::format("column \"{}\" of the result holds {}{} where {} is expected", name(column),
                                  storage_name(stored), shown, what);
    details.hint = stored == SQLITE_FLOAT ? "exact arithmetic overflowed 64 bits, or another program wrote the value"
                                          : "another program wrote the value, or the model does not match the table";
    throw DataError(std::move(details));
}

std::int64_t SqliteCursor::integer(std::size_t column) const {
    require(column, SQLITE_INTEGER, "an integer");
    return sqlite3_column_int64(statement_, static_cast<int>(column));
}

bool SqliteCursor::boolean(std::size_t column) const {
    require(column, SQLITE_INTEGER, "a boolean (0 or 1)");
    const auto stored = sqlite3_column_int64(statement_, static_cast<int>(column));
    if (stored != 0 && stored != 1) {
        throw_unexpected(column, "a boolean (0 or 1)");
    }
    return stored == 1;
}

double SqliteCursor::real(std::size_t column) const {
    const int stored = storage(column);
    if (stored == SQLITE_INTEGER) {
        const auto whole = sqlite3_column_int64(statement_, static_cast<int>(column));
        if (whole < -max_exact_integer || whole > max_exact_integer) {
            throw_unexpected(column, "a real number that a double holds exactly");
        }
        return static_cast<double>(whole);
    }
    require(column, SQLITE_FLOAT, "a real number");
    return sqlite3_column_double(statement_, static_cast<int>(column));
}

std::string_view SqliteCursor::text(std::size_t column) const {
    require(column, SQLITE_TEXT, "text");
    const auto* start = sqlite3_column_text(statement_, static_cast<int>(column));
    return {reinterpret_cast<const char*>(start),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, static_cast<int>(column)))};
}

std::span<const std::byte> SqliteCursor::bytes(std::size_t column) const {
    require(column, SQLITE_BLOB, "bytes");
    const auto* start = sqlite3_column_blob(statement_, static_cast<int>(column));
    return {static_cast<const std::byte*>(start),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, static_cast<int>(column)))};
}

Decimal SqliteCursor::decimal(std::size_t column) const {
    require(column, SQLITE_INTEGER, "an exact decimal");
    const auto units = sqlite3_column_int64(statement_, static_cast<int>(column));
    const bool scaled = column < types_.size() && types_[column].kind == TypeKind::numeric;
    return Decimal::from_units(units, scaled ? types_[column].scale : 0);
}

template <class T>
T SqliteCursor::parsed(std::size_t column, std::string_view what) const {
    require(column, SQLITE_TEXT, what);
    const auto value = T::try_parse(text(column));
    if (!value) {
        throw_unexpected(column, what);
    }
    return *value;
}

Date SqliteCursor::date(std::size_t column) const { return parsed<Date>(column, "a date (YYYY-MM-DD)"); }

DateTime SqliteCursor::date_time(std::size_t column) const {
    return parsed<DateTime>(column, "a date and time (YYYY-MM-DDTHH:MM:SS.ffffffZ)");
}

Uuid SqliteCursor::uuid(std::size_t column) const { return parsed<Uuid>(column, "a UUID"); }

Value SqliteCursor::value(std::size_t column) const {
    if (is_null(column)) {
        return {};
    }
    switch (column < types_.size() ? types_[column].kind : TypeKind::null) {
    case TypeKind::null:
        return stored_value(column);
    case TypeKind::boolean:
        return boolean(column);
    case TypeKind::integer:
    case TypeKind::big_integer:
        return integer(column);
    case TypeKind::real:
        return real(column);
    case TypeKind::text:
        return text(column);
    case TypeKind::bytes: {
        const auto content = bytes(column);
        return Bytes(content.begin(), content.end());
    }
    case TypeKind::numeric:
        return decimal(column);
    case TypeKind::date:
        return date(column);
    case TypeKind::date_time:
        return date_time(column);
    case TypeKind::uuid:
        return uuid(column);
    }
    return {};
}

Value SqliteCursor::stored_value(std::size_t column) const {
    const auto index = static_cast<int>(column);
    switch (storage(column)) {
    case SQLITE_INTEGER:
        return static_cast<std::int64_t>(sqlite3_column_int64(statement_, index));
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement_, index);
    case SQLITE_TEXT:
        return text(column);
    case SQLITE_BLOB: {
        const auto content = bytes(column);
        return Bytes(content.begin(), content.end());
    }
    default:
        return {};
    }
}

std::string_view SqliteCursor::name(std::size_t column) const {
    const auto* text = column < columns_ ? sqlite3_column_name(statement_, static_cast<int>(column)) : nullptr;
    return text != nullptr ? std::string_view(text) : std::string_view();
}

}  // namespace athanor::sqlite
