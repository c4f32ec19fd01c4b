#include "orm/key.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "orm/member_access.hpp"

namespace athanor::detail {

namespace {

/// Takes the integer out of a key member, whatever its C++ type is.
class IntegerReader final : public Binder {
public:
    std::int64_t value = 0;

    void null() override {}
    void boolean(bool) override {}
    void integer(std::int64_t given) override { value = given; }
    void real(double) override {}
    void text(std::string_view) override {}
    void bytes(std::span<const std::byte>) override {}
    void decimal(const Decimal&) override {}
    void date(Date) override {}
    void date_time(DateTime) override {}
    void uuid(const Uuid&) override {}
};

template <class Key, class KeyOf>
void sort_by(std::vector<InstanceState*>& states, const KeyOf& key_of) {
    std::vector<std::pair<Key, InstanceState*>> keyed;
    keyed.reserve(states.size());
    for (auto* state : states) {
        keyed.emplace_back(key_of(state), state);
    }
    const auto key = [](const auto& entry) -> const Key& { return entry.first; };
    if (std::ranges::is_sorted(keyed, {}, key)) {
        return;
    }
    std::ranges::stable_sort(keyed, {}, key);
    std::ranges::transform(keyed, states.begin(), [](const auto& entry) { return entry.second; });
}

}  // namespace

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

std::int64_t integer_key(const InstanceState* state) {
    const auto& column = state->mapper->columns()[state->mapper->resolved().key[0]];
    IntegerReader reader;
    column.access->bind(field_of(state, column), reader);
    return reader.value;
}

void sort_by_primary_key(std::vector<InstanceState*>& states) {
    if (states.empty()) {
        return;
    }
    const auto& resolved = states.front()->mapper->resolved();
    if (resolved.integer_key) {
        return sort_by<std::int64_t>(states, integer_key);
    }
    KeyEncoder encoder;
    sort_by<std::string>(states, [&](const InstanceState* state) {
        encode_key(state, resolved.key, encoder);
        return encoder.bytes();
    });
}

}  // namespace athanor::detail
