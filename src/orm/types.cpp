#include <optional>
#include <string>

#include <athanor/engine/binder.hpp>
#include <athanor/engine/cursor.hpp>
#include <athanor/orm/types.hpp>

namespace athanor::detail {

namespace {

template <class T>
    requires std::integral<T> && (!std::same_as<T, bool>)
void read(T& out, const Cursor& cursor, std::size_t column) {
    const std::int64_t value = cursor.integer(column);
    if (!std::in_range<T>(value))
        throw_integer_out_of_range(value, sizeof(T) * 8);
    out = static_cast<T>(value);
}
void read(bool& out, const Cursor& cursor, std::size_t column) { out = cursor.boolean(column); }
void read(double& out, const Cursor& cursor, std::size_t column) { out = cursor.real(column); }
void read(float& out, const Cursor& cursor, std::size_t column) { out = static_cast<float>(cursor.real(column)); }
void read(std::string& out, const Cursor& cursor, std::size_t column) { out.assign(cursor.text(column)); }
void read(Bytes& out, const Cursor& cursor, std::size_t column) {
    const auto cell = cursor.bytes(column);
    out.assign(cell.begin(), cell.end());
}
void read(Decimal& out, const Cursor& cursor, std::size_t column) { out = cursor.decimal(column); }
void read(Date& out, const Cursor& cursor, std::size_t column) { out = cursor.date(column); }
void read(DateTime& out, const Cursor& cursor, std::size_t column) { out = cursor.date_time(column); }
void read(Uuid& out, const Cursor& cursor, std::size_t column) { out = cursor.uuid(column); }

template <class T>
    requires std::integral<T> && (!std::same_as<T, bool>)
void write(T value, Binder& binder) {
    binder.integer(value);
}
template <std::same_as<bool> T>
void write(T value, Binder& binder) {
    binder.boolean(value);
}
template <std::floating_point T>
void write(T value, Binder& binder) {
    binder.real(value);
}
void write(const std::string& value, Binder& binder) { binder.text(value); }
void write(const Bytes& value, Binder& binder) { binder.bytes(value); }
void write(const Decimal& value, Binder& binder) { binder.decimal(value); }
void write(const Date& value, Binder& binder) { binder.date(value); }
void write(const DateTime& value, Binder& binder) { binder.date_time(value); }
void write(const Uuid& value, Binder& binder) { binder.uuid(value); }

template <class T>
    requires std::integral<T> && (!std::same_as<T, bool>)
void take(T& out, const Value& v) {
    out = static_cast<T>(v.as_int64());
}
void take(bool& out, const Value& v) { out = v.as_bool(); }
void take(double& out, const Value& v) { out = v.as_double(); }
void take(float& out, const Value& v) { out = static_cast<float>(v.as_double()); }
void take(std::string& out, const Value& v) { out = v.as_string(); }
void take(Bytes& out, const Value& v) { out = v.as_bytes(); }
void take(Decimal& out, const Value& v) { out = v.as_decimal(); }
void take(Date& out, const Value& v) { out = v.as_date(); }
void take(DateTime& out, const Value& v) { out = v.as_date_time(); }
void take(Uuid& out, const Value& v) { out = v.as_uuid(); }

template <class T>
struct AccessTo {
    static void load(void* field, const Cursor& cursor, std::size_t column) {
        load_cell(*static_cast<T*>(field), cursor, column);
    }
    static void bind(const void* field, Binder& binder) {
        const T& v = *static_cast<const T*>(field);
        if constexpr (is_optional<T>) {
            if (v)
                write(*v, binder);
            else
                binder.null();
        } else {
            write(v, binder);
        }
    }
    static bool equal(const void* l, const void* r) { return *static_cast<const T*>(l) == *static_cast<const T*>(r); }
    static void get(const void* field, Value& out) { out = to_value(*static_cast<const T*>(field)); }
    static void set(void* field, const Value& v) {
        T& out = *static_cast<T*>(field);
        if (v.is_null()) {
            out = T{};
        } else if constexpr (is_optional<T>) {
            bare_t<T> value{};
            take(value, v);
            out = std::move(value);
        } else {
            take(out, v);
        }
    }
    static constexpr Accessors table{
        TypeTraits<bare_t<T>>::kind, is_optional<T>, &load, &bind, &equal, &get, &set,
    };
};

}  // namespace

Value TypeTraits<bool>::value(bool v) { return Value(v); }
Value TypeTraits<double>::value(double v) { return Value(v); }
Value TypeTraits<float>::value(float v) { return Value(static_cast<double>(v)); }
Value TypeTraits<std::string>::value(const std::string& v) { return Value(v); }
Value TypeTraits<Bytes>::value(const Bytes& v) { return Value(v); }
Value TypeTraits<Decimal>::value(const Decimal& v) { return Value(v); }
Value TypeTraits<Date>::value(const Date& v) { return Value(v); }
Value TypeTraits<DateTime>::value(const DateTime& v) { return Value(v); }
Value TypeTraits<Uuid>::value(const Uuid& v) { return Value(v); }

template <class T>
void load_cell(T& out, const Cursor& cursor, std::size_t column) {
    if constexpr (is_optional<T>) {
        if (cursor.is_null(column))
            out.reset();
        else
            read(out.emplace(), cursor, column);
    } else {
        if (cursor.is_null(column))
            throw_unexpected_null(cursor, column);
        read(out, cursor, column);
    }
}
template <class T>
const Accessors& accessors_of() noexcept {
    return AccessTo<T>::table;
}

// What is made of a template here is not what its declaration says it is: users call it in the shared library too.
#define ATHANOR_MAPPABLE(...)                                                                                          \
    template ATHANOR_EXPORTED void load_cell(__VA_ARGS__&, const Cursor&, std::size_t);                                \
    template ATHANOR_EXPORTED void load_cell(std::optional<__VA_ARGS__>&, const Cursor&, std::size_t);                 \
    template ATHANOR_EXPORTED const Accessors& accessors_of<__VA_ARGS__>() noexcept;                                   \
    template ATHANOR_EXPORTED const Accessors& accessors_of<std::optional<__VA_ARGS__>>() noexcept;
#define ATHANOR_EXPORTED __attribute__((visibility("default")))
ATHANOR_MAPPABLE(bool)
ATHANOR_MAPPABLE(short)
ATHANOR_MAPPABLE(int)
ATHANOR_MAPPABLE(long)
ATHANOR_MAPPABLE(long long)
ATHANOR_MAPPABLE(double)
ATHANOR_MAPPABLE(float)
ATHANOR_MAPPABLE(std::string)
ATHANOR_MAPPABLE(Bytes)
ATHANOR_MAPPABLE(Decimal)
ATHANOR_MAPPABLE(Date)
ATHANOR_MAPPABLE(DateTime)
ATHANOR_MAPPABLE(Uuid)
#undef ATHANOR_EXPORTED
#undef ATHANOR_MAPPABLE

}  // namespace athanor::detail
