#include "dialects/postgresql/cursor.hpp"

#include <cstdint>
#include <cstring>
#include <limits>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

#include "dialects/postgresql/network_order.hpp"
#include "dialects/postgresql/numeric.hpp"
#include "dialects/postgresql/oids.hpp"

namespace athanor::postgresql {

namespace {

constexpr std::int64_t date_epoch = 10'957;                    // 2000-01-01 in days
constexpr std::int64_t date_time_epoch = 946'684'800'000'000;  // 2000-01-01 in microseconds
constexpr std::int64_t max_exact_integer = std::int64_t{1} << 53;

double read_float8(const char* in) {
    const auto bits = read_network<std::uint64_t>(in);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

double read_float4(const char* in) {
    const auto bits = read_network<std::uint32_t>(in);
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return static_cast<double>(value);
}

}  // namespace

void PostgresqlCursor::open(const PGresult* result) {
    result_ = result;
    row_ = 0;
    const int count = PQnfields(result);
    types_.clear();
    for (int i = 0; i < count; ++i) {
        types_.push_back(PQftype(result, i));
    }
}

void PostgresqlCursor::throw_unexpected(std::size_t column, std::string_view what) const {
    ErrorDetails details;
    details.driver = "postgresql";
    details.message = column >= types_.size()
                          ? fmt::format("the result has {} columns, column {} was asked for", types_.size(), column + 1)
                          : fmt::format("column \"{}\" of the result is {} ({} bytes), {} is expected", name(column),
                                        is_null(column) ? "NULL" : fmt::format("of type number {}", types_[column]),
                                        cell(column).size(), what);
    details.hint = "the model does not match the table, or the expression has another type; look at the column's type";
    throw DataError(std::move(details));
}

const char* PostgresqlCursor::fixed(std::size_t column, std::size_t length, std::string_view what) const {
    const auto content = cell(column);
    if (content.size() != length) {
        throw_unexpected(column, what);
    }
    return content.data();
}

bool PostgresqlCursor::is_null(std::size_t column) const {
    return PQgetisnull(result_, row_, static_cast<int>(column)) != 0;
}

bool PostgresqlCursor::boolean(std::size_t column) const {
    if (type(column) != oid::boolean) {
        throw_unexpected(column, "a boolean");
    }
    return *fixed(column, 1, "a boolean") != 0;
}

std::int64_t PostgresqlCursor::integer(std::size_t column) const {
    constexpr std::string_view what = "an integer";
    switch (type(column)) {
    case oid::int4:
        return read_network<std::int32_t>(fixed(column, 4, what));
    case oid::int8:
        return read_network<std::int64_t>(fixed(column, 8, what));
    case oid::int2:
        return read_network<std::int16_t>(fixed(column, 2, what));
    case oid::oid:
        return read_network<std::uint32_t>(fixed(column, 4, what));
    case oid::numeric: {
        if (is_null(column)) {
            throw_unexpected(column, what);
        }
        const auto exact = read_numeric(cell(column));
        if (!exact.fits(Decimal::max_digits, 0)) {
            throw_unexpected(column, what);
        }
        return exact.units(0);
    }
    default:
        throw_unexpected(column, what);
    }
}

double PostgresqlCursor::real(std::size_t column) const {
    constexpr std::string_view what = "a real number";
    switch (type(column)) {
    case oid::float8:
        return read_float8(fixed(column, 8, what));
    case oid::float4:
        return read_float4(fixed(column, 4, what));
    case oid::int2:
    case oid::int4:
    case oid::int8: {
        const auto whole = integer(column);
        if (whole < -max_exact_integer || whole > max_exact_integer) {
            throw_unexpected(column, "a number that a double holds exactly");
        }
        return static_cast<double>(whole);
    }
    default:
        throw_unexpected(column, what);
    }
}

std::string_view PostgresqlCursor::text(std::size_t column) const {
    const auto kind = type(column);
    // Enumerations and domains of the user's own: their binary form is the text.
    if (!is_text(kind) && kind < oid::first_user_defined && kind != oid::jsonb) {
        throw_unexpected(column, "text");
    }
    auto content = cell(column);
    if (kind == oid::jsonb && !content.empty()) {
        content.remove_prefix(1);  // a version number
    }
    return content;
}

std::span<const std::byte> PostgresqlCursor::bytes(std::size_t column) const {
    if (type(column) != oid::bytea) {
        throw_unexpected(column, "bytes");
    }
    const auto content = cell(column);
    return {reinterpret_cast<const std::byte*>(content.data()), content.size()};
}

Decimal PostgresqlCursor::decimal(std::size_t column) const {
    if (type(column) == oid::numeric && !is_null(column)) {
        return read_numeric(cell(column));
    }
    switch (type(column)) {
    case oid::int2:
    case oid::int4:
    case oid::int8:
        return integer(column);
    default:
        throw_unexpected(column, "an exact decimal");
    }
}

Date PostgresqlCursor::date(std::size_t column) const {
    if (type(column) != oid::date) {
        throw_unexpected(column, "a date");
    }
    const auto days = read_network<std::int32_t>(fixed(column, 4, "a date"));
    if (days == std::numeric_limits<std::int32_t>::max() || days == std::numeric_limits<std::int32_t>::min()) {
        throw_unexpected(column, "a date that is not infinite");
    }
    return Date::from_days_since_epoch(date_epoch + days);
}

DateTime PostgresqlCursor::date_time(std::size_t column) const {
    if (type(column) != oid::timestamptz && type(column) != oid::timestamp) {
        throw_unexpected(column, "a date and time");
    }
    const auto microseconds = read_network<std::int64_t>(fixed(column, 8, "a date and time"));
    if (microseconds > std::numeric_limits<std::int64_t>::max() - date_time_epoch ||
        microseconds == std::numeric_limits<std::int64_t>::min()) {
        throw_unexpected(column, "a date and time that is not infinite");
    }
    return DateTime::from_microseconds_since_epoch(microseconds + date_time_epoch);
}

Uuid PostgresqlCursor::uuid(std::size_t column) const {
    if (type(column) != oid::uuid) {
        throw_unexpected(column, "a UUID");
    }
    Uuid::Array content;
    std::memcpy(content.data(), fixed(column, content.size(), "a UUID"), content.size());
    return Uuid(content);
}

Value PostgresqlCursor::value(std::size_t column) const {
    if (is_null(column)) {
        return {};
    }
    switch (type(column)) {
    case oid::boolean:
        return boolean(column);
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::oid:
        return integer(column);
    case oid::float4:
    case oid::float8:
        return real(column);
    case oid::numeric:
        return decimal(column);
    case oid::date:
        return date(column);
    case oid::timestamp:
    case oid::timestamptz:
        return date_time(column);
    case oid::uuid:
        return uuid(column);
    case oid::bytea: {
        const auto content = bytes(column);
        return Bytes(content.begin(), content.end());
    }
    default:
        return other_value(column);
    }
}

Value PostgresqlCursor::other_value(std::size_t column) const {
    const auto kind = type(column);
    const auto content = cell(column);
    if (is_text(kind) || kind == oid::jsonb || kind == oid::void_type) {
        return kind == oid::void_type ? content : text(column);
    }
    if (kind >= oid::first_user_defined && is_valid_utf8(content) && !contains_nul(content)) {
        return content;
    }
    const auto* start = reinterpret_cast<const std::byte*>(content.data());
    return Bytes(start, start + content.size());
}

std::string_view PostgresqlCursor::name(std::size_t column) const {
    const char* text = column < types_.size() ? PQfname(result_, static_cast<int>(column)) : nullptr;
    return text != nullptr ? std::string_view(text) : std::string_view();
}

}  // namespace athanor::postgresql
