#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "dialects/sqlite/handles.hpp"
#include "engine/checked_binder.hpp"

namespace athanor::sqlite {

/// Binds one row of parameters to a prepared statement. Text and bytes are not copied: they must stay until the
/// statement has been stepped.
class SqliteBinder final : public detail::CheckedBinder<SqliteBinder> {
public:
    explicit SqliteBinder(bool show_values) : CheckedBinder(show_values) {}

    void begin(sqlite3_stmt* statement, const std::vector<Type>& types) {
        statement_ = statement;
        if (texts_.size() < types.size()) {
            texts_.resize(types.size());
        }
        begin_row(types);
    }

    void put_null() { check(sqlite3_bind_null(statement_, place())); }
    void put_boolean(bool value) { check(sqlite3_bind_int(statement_, place(), value ? 1 : 0)); }
    void put_int32(std::int32_t value) { check(sqlite3_bind_int(statement_, place(), value)); }
    void put_int64(std::int64_t value) { check(sqlite3_bind_int64(statement_, place(), value)); }
    void put_real(double value);
    void put_text(std::string_view value);
    void put_bytes(std::span<const std::byte> value);
    void put_numeric(const Decimal& value, const Type& type);
    void put_date(Date value) { put_short_text(value); }
    void put_date_time(DateTime value) { put_short_text(value); }
    void put_uuid(const Uuid& value) { put_short_text(value); }

private:
    using ShortText = std::array<char, 40>;

    [[nodiscard]] int place() const noexcept { return static_cast<int>(position()) + 1; }
    void check(int code) const;

    template <class T>
    void put_short_text(const T& value) {
        static_assert(T::max_chars <= std::tuple_size_v<ShortText>);
        // SQLite keeps the pointer until the statement has run, so each parameter has a place of its own.
        auto& room = texts_[position()];
        const auto length = static_cast<sqlite3_uint64>(value.write_to(room.data()) - room.data());
        check(sqlite3_bind_text64(statement_, place(), room.data(), length, SQLITE_STATIC, SQLITE_UTF8));
    }

    sqlite3_stmt* statement_ = nullptr;
    std::vector<ShortText> texts_;
};

}  // namespace athanor::sqlite
