#include "dialects/sqlite/binder.hpp"

#include <cmath>

#include <athanor/core/error.hpp>

#include "dialects/sqlite/errors.hpp"

namespace athanor::sqlite {

void SqliteBinder::check(int code) const {
    if (code != SQLITE_OK) {
        throw_error(describe_error(sqlite3_db_handle(statement_), code, ""));
    }
}

void SqliteBinder::put_real(double value) {
    if (std::isnan(value)) {
        detail::throw_nan();
    }
    check(sqlite3_bind_double(statement_, place(), value));
}

void SqliteBinder::put_text(std::string_view value) {
    // A null pointer would be NULL, not the empty text.
    check(sqlite3_bind_text64(statement_, place(), value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
}

void SqliteBinder::put_bytes(std::span<const std::byte> value) {
    if (value.empty()) {
        return check(sqlite3_bind_zeroblob(statement_, place(), 0));
    }
    check(sqlite3_bind_blob64(statement_, place(), value.data(), value.size(), SQLITE_STATIC));
}

void SqliteBinder::put_numeric(const Decimal& value, const Type& type) {
    // Units of the scale are 64 bit here, whatever precision the type allows elsewhere.
    constexpr int max_units_digits = 18;
    const int scale = type.kind == TypeKind::null ? value.scale() : type.scale;
    if (value.fits(max_units_digits, scale)) {
        return put_int64(value.units(scale));
    }
    try {
        put_int64(value.units(scale));
    } catch (const DataError&) {
        detail::throw_does_not_fit(value, type, show_values());
    }
}

}  // namespace athanor::sqlite
