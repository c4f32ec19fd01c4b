#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <athanor/core/bytes.hpp>
#include <athanor/orm/descriptor.hpp>

#pragma GCC visibility push(default)

// Which C++ types a column may have, and how one of them is read, bound and kept: one Accessors table for each type.
namespace athanor::detail {

template <class T>
struct StripOptional {
    using type = T;
    static constexpr bool optional = false;
};
template <class T>
struct StripOptional<std::optional<T>> {
    using type = T;
    static constexpr bool optional = true;
};
template <class T>
using bare_t = typename StripOptional<std::remove_cvref_t<T>>::type;
template <class T>
inline constexpr bool is_optional = StripOptional<std::remove_cvref_t<T>>::optional;

/// How a C++ type is stored. Specialised for every type that can be a column.
template <class T>
struct TypeTraits {
    static constexpr bool mappable = false;
};

[[noreturn]] void throw_unexpected_null(const Cursor& cursor, std::size_t column);
[[noreturn]] void throw_integer_out_of_range(std::int64_t value, int bits);

template <class T>
struct IntegerTraits {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = sizeof(T) <= 4 ? TypeKind::integer : TypeKind::big_integer;
    static void load(T& out, const Cursor& cursor, std::size_t column) {
        const std::int64_t value = cursor.integer(column);
        if (!std::in_range<T>(value))
            throw_integer_out_of_range(value, sizeof(T) * 8);
        out = static_cast<T>(value);
    }
    static void bind(T value, Binder& binder) { binder.integer(value); }
    static Value value(T v) { return Value(static_cast<std::int64_t>(v)); }
    static T from(const Value& v) { return static_cast<T>(v.as_int64()); }
};
template <>
struct TypeTraits<short> : IntegerTraits<short> {};
template <>
struct TypeTraits<int> : IntegerTraits<int> {};
template <>
struct TypeTraits<long> : IntegerTraits<long> {};
template <>
struct TypeTraits<long long> : IntegerTraits<long long> {};

template <>
struct TypeTraits<bool> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::boolean;
    static void load(bool& out, const Cursor& cursor, std::size_t column) { out = cursor.boolean(column); }
    static void bind(bool value, Binder& binder) { binder.boolean(value); }
    static Value value(bool v) { return Value(v); }
    static bool from(const Value& v) { return v.as_bool(); }
};
template <>
struct TypeTraits<double> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::real;
    static void load(double& out, const Cursor& cursor, std::size_t column) { out = cursor.real(column); }
    static void bind(double value, Binder& binder) { binder.real(value); }
    static Value value(double v) { return Value(v); }
    static double from(const Value& v) { return v.as_double(); }
};
template <>
struct TypeTraits<float> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::real;
    static void load(float& out, const Cursor& cursor, std::size_t column) {
        out = static_cast<float>(cursor.real(column));
    }
    static void bind(float value, Binder& binder) { binder.real(value); }
    static Value value(float v) { return Value(static_cast<double>(v)); }
    static float from(const Value& v) { return static_cast<float>(v.as_double()); }
};
template <>
struct TypeTraits<std::string> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::text;
    static void load(std::string& out, const Cursor& cursor, std::size_t column) { out.assign(cursor.text(column)); }
    static void bind(const std::string& value, Binder& binder) { binder.text(value); }
    static Value value(const std::string& v) { return Value(v); }
    static std::string from(const Value& v) { return v.as_string(); }
};
template <>
struct TypeTraits<Bytes> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::bytes;
    static void load(Bytes& out, const Cursor& cursor, std::size_t column) {
        const auto cell = cursor.bytes(column);
        out.assign(cell.begin(), cell.end());
    }
    static void bind(const Bytes& value, Binder& binder) { binder.bytes(value); }
    static Value value(const Bytes& v) { return Value(v); }
    static Bytes from(const Value& v) { return v.as_bytes(); }
};
template <>
struct TypeTraits<Decimal> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::numeric;
    static void load(Decimal& out, const Cursor& cursor, std::size_t column) { out = cursor.decimal(column); }
    static void bind(const Decimal& value, Binder& binder) { binder.decimal(value); }
    static Value value(const Decimal& v) { return Value(v); }
    static Decimal from(const Value& v) { return v.as_decimal(); }
};
template <>
struct TypeTraits<Date> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::date;
    static void load(Date& out, const Cursor& cursor, std::size_t column) { out = cursor.date(column); }
    static void bind(const Date& value, Binder& binder) { binder.date(value); }
    static Value value(const Date& v) { return Value(v); }
    static Date from(const Value& v) { return v.as_date(); }
};
template <>
struct TypeTraits<DateTime> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::date_time;
    static void load(DateTime& out, const Cursor& cursor, std::size_t column) { out = cursor.date_time(column); }
    static void bind(const DateTime& value, Binder& binder) { binder.date_time(value); }
    static Value value(const DateTime& v) { return Value(v); }
    static DateTime from(const Value& v) { return v.as_date_time(); }
};
template <>
struct TypeTraits<Uuid> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::uuid;
    static void load(Uuid& out, const Cursor& cursor, std::size_t column) { out = cursor.uuid(column); }
    static void bind(const Uuid& value, Binder& binder) { binder.uuid(value); }
    static Value value(const Uuid& v) { return Value(v); }
    static Uuid from(const Value& v) { return v.as_uuid(); }
};

template <class T>
concept Mappable = TypeTraits<bare_t<T>>::mappable;

/// Reads one cell into a value of a column's or a result's type.
template <class T>
void load_cell(T& out, const Cursor& cursor, std::size_t column) {
    if constexpr (is_optional<T>) {
        if (cursor.is_null(column))
            out.reset();
        else
            TypeTraits<bare_t<T>>::load(out.emplace(), cursor, column);
    } else {
        if (cursor.is_null(column))
            throw_unexpected_null(cursor, column);
        TypeTraits<T>::load(out, cursor, column);
    }
}

template <class T>
Value to_value(const T& v) {
    if constexpr (is_optional<T>)
        return v ? TypeTraits<bare_t<T>>::value(*v) : Value();
    else
        return TypeTraits<T>::value(v);
}

template <class T>
struct AccessTo {
    static void load(void* field, const Cursor& cursor, std::size_t column) {
        load_cell(*static_cast<T*>(field), cursor, column);
    }
    static void bind(const void* field, Binder& binder) {
        const T& v = *static_cast<const T*>(field);
        if constexpr (is_optional<T>) {
            if (v)
                TypeTraits<bare_t<T>>::bind(*v, binder);
            else
                binder.null();
        } else {
            TypeTraits<T>::bind(v, binder);
        }
    }
    static bool equal(const void* l, const void* r) { return *static_cast<const T*>(l) == *static_cast<const T*>(r); }
    static void get(const void* field, Value& out) { out = to_value(*static_cast<const T*>(field)); }
    static void set(void* field, const Value& v) {
        T& out = *static_cast<T*>(field);
        if (v.is_null())
            out = T{};
        else
            out = TypeTraits<bare_t<T>>::from(v);
    }
};
template <class T>
inline constexpr Accessors accessors{
    TypeTraits<bare_t<T>>::kind, is_optional<T>,    &AccessTo<T>::load, &AccessTo<T>::bind,
    &AccessTo<T>::equal,         &AccessTo<T>::get, &AccessTo<T>::set,
};

}  // namespace athanor::detail

#pragma GCC visibility pop
