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
    static Value value(T v) { return Value(static_cast<std::int64_t>(v)); }
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
    static Value value(bool v);
};
template <>
struct TypeTraits<double> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::real;
    static Value value(double v);
};
template <>
struct TypeTraits<float> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::real;
    static Value value(float v);
};
template <>
struct TypeTraits<std::string> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::text;
    static Value value(const std::string& v);
};
template <>
struct TypeTraits<Bytes> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::bytes;
    static Value value(const Bytes& v);
};
template <>
struct TypeTraits<Decimal> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::numeric;
    static Value value(const Decimal& v);
};
template <>
struct TypeTraits<Date> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::date;
    static Value value(const Date& v);
};
template <>
struct TypeTraits<DateTime> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::date_time;
    static Value value(const DateTime& v);
};
template <>
struct TypeTraits<Uuid> {
    static constexpr bool mappable = true;
    static constexpr TypeKind kind = TypeKind::uuid;
    static Value value(const Uuid& v);
};

template <class T>
concept Mappable = TypeTraits<bare_t<T>>::mappable;

// Compiled once, in the library, for every mappable type and its std::optional.

/// Reads one cell into a value of a column's or a result's type.
template <class T>
void load_cell(T& out, const Cursor& cursor, std::size_t column);
/// The operations on a member of type T.
template <class T>
const Accessors& accessors_of() noexcept;

template <class T>
Value to_value(const T& v) {
    if constexpr (is_optional<T>)
        return v ? TypeTraits<bare_t<T>>::value(*v) : Value();
    else
        return TypeTraits<T>::value(v);
}

}  // namespace athanor::detail

#pragma GCC visibility pop
