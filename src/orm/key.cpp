#include "orm/key.hpp"

#include <bit>

#include "orm/member_access.hpp"

namespace athanor::detail {

void KeyEncoder::null() {
    has_null_ = true;
    bytes_.push_back('\0');
}

void KeyEncoder::boolean(bool value) { bytes_.push_back(value ? '\2' : '\1'); }

void KeyEncoder::integer(std::int64_t value) {
    // Big-endian with the sign bit turned round: bytes then sort as the numbers do.
    const auto bits = static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63);
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes_.push_back(static_cast<char>(bits >> shift));
    }
}

void KeyEncoder::real(double value) { integer(std::bit_cast<std::int64_t>(value)); }

void KeyEncoder::text(std::string_view value) {
    bytes_.append(value);
    bytes_.push_back('\0');  // text holds no NUL, so ("a", "bc") and ("ab", "c") stay different
}

void KeyEncoder::bytes(std::span<const std::byte> value) {
    integer(static_cast<std::int64_t>(value.size()));
    bytes_.append(reinterpret_cast<const char*>(value.data()), value.size());
}

void KeyEncoder::decimal(const Decimal& value) { text(value.normalized().to_string()); }

void KeyEncoder::date(Date value) { text(value.to_string()); }

void KeyEncoder::date_time(DateTime value) { integer(value.microseconds_since_epoch()); }

void KeyEncoder::uuid(const Uuid& value) { text(value.to_string()); }

void KeyEncoder::cell(TypeKind kind, const Cursor& cursor, std::size_t column) {
    if (cursor.is_null(column)) {
        return null();
    }
    switch (kind) {
    case TypeKind::boolean:
        return boolean(cursor.boolean(column));
    case TypeKind::integer:
    case TypeKind::big_integer:
        return integer(cursor.integer(column));
    case TypeKind::real:
        return real(cursor.real(column));
    case TypeKind::text:
        return text(cursor.text(column));
    case TypeKind::bytes:
        return bytes(cursor.bytes(column));
    case TypeKind::numeric:
        return decimal(cursor.decimal(column));
    case TypeKind::date:
        return date(cursor.date(column));
    case TypeKind::date_time:
        return date_time(cursor.date_time(column));
    case TypeKind::uuid:
        return uuid(cursor.uuid(column));
    case TypeKind::null:
        return null();
    }
}

void encode_key(const InstanceState* state, std::span<const std::size_t> columns, KeyEncoder& encoder) {
    encoder.clear();
    for (const auto position : columns) {
        const auto& column = state->mapper->columns()[position];
        column.access->bind(field_of(state, column), encoder);
    }
}

}  // namespace athanor::detail
