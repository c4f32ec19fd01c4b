#pragma once

#include <optional>
#include <string>

#include <athanor/core/error.hpp>
#include <athanor/orm/descriptor.hpp>

namespace athanor::testing {

template <class T>
struct Cell;
template <>
struct Cell<std::int64_t> {
    static constexpr auto kind = TypeKind::big_integer;
    static std::int64_t read(const Cursor& cursor, std::size_t i) { return cursor.integer(i); }
    static void bind(std::int64_t value, Binder& binder) { binder.integer(value); }
    static std::int64_t from(const Value& value) { return value.as_int64(); }
};
template <>
struct Cell<std::string> {
    static constexpr auto kind = TypeKind::text;
    static std::string read(const Cursor& cursor, std::size_t i) { return std::string(cursor.text(i)); }
    static void bind(const std::string& value, Binder& binder) { binder.text(value); }
    static std::string from(const Value& value) { return value.as_string(); }
};
template <>
struct Cell<Decimal> {
    static constexpr auto kind = TypeKind::numeric;
    static Decimal read(const Cursor& cursor, std::size_t i) { return cursor.decimal(i); }
    static void bind(const Decimal& value, Binder& binder) { binder.decimal(value); }
    static Decimal from(const Value& value) { return value.as_decimal(); }
};
template <>
struct Cell<DateTime> {
    static constexpr auto kind = TypeKind::date_time;
    static DateTime read(const Cursor& cursor, std::size_t i) { return cursor.date_time(i); }
    static void bind(DateTime value, Binder& binder) { binder.date_time(value); }
    static DateTime from(const Value& value) { return value.as_date_time(); }
};

template <class T>
struct Plain {
    using type = T;
    static constexpr bool optional = false;
};
template <class T>
struct Plain<std::optional<T>> {
    using type = T;
    static constexpr bool optional = true;
};

/// The accessor table of one C++ type, as the typed front makes it.
template <class T>
inline const detail::Accessors fake_accessors = {
    .kind = Cell<typename Plain<T>::type>::kind,
    .nullable = Plain<T>::optional,
    .load =
        [](void* field, const Cursor& cursor, std::size_t column) {
            if (!cursor.is_null(column)) {
                *static_cast<T*>(field) = Cell<typename Plain<T>::type>::read(cursor, column);
            } else if (Plain<T>::optional) {
                *static_cast<T*>(field) = T();
            } else {
                throw DataError("NULL in a member that cannot hold it");
            }
        },
    .bind =
        [](const void* field, Binder& binder) {
            const auto& value = *static_cast<const T*>(field);
            if constexpr (Plain<T>::optional) {
                if (value) {
                    Cell<typename Plain<T>::type>::bind(*value, binder);
                } else {
                    binder.null();
                }
            } else {
                Cell<T>::bind(value, binder);
            }
        },
    .equal = [](const void* left,
                const void* right) { return *static_cast<const T*>(left) == *static_cast<const T*>(right); },
    .get = [](const void* field, Value& out) { out = Value(*static_cast<const T*>(field)); },
    .set =
        [](void* field, const Value& value) {
            *static_cast<T*>(field) = value.is_null() ? T() : T(Cell<typename Plain<T>::type>::from(value));
        },
};

}  // namespace athanor::testing
