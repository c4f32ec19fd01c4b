#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <athanor/core/bytes.hpp>
#include <athanor/core/date.hpp>
#include <athanor/core/date_time.hpp>
#include <athanor/core/decimal.hpp>
#include <athanor/core/uuid.hpp>

#pragma GCC visibility push(default)

namespace athanor {

/// What a Value holds; in the order of its alternatives.
enum class ValueKind { null, boolean, integer, real, decimal, text, bytes, date, date_time, uuid };

/// "NULL", "boolean", "integer", ... as used in messages.
std::string_view to_string(ValueKind kind) noexcept;

/// One SQL value or NULL, for keys, bound literals and tools; never for the cells of a result, which are read
/// straight into their C++ type.
///
/// Two values are equal when kind and content are: integer 1 is not decimal 1, and NULL equals NULL (as a key, not
/// as in SQL).
class Value {
public:
    using Variant =
        std::variant<std::monostate, bool, std::int64_t, double, Decimal, std::string, Bytes, Date, DateTime, Uuid>;

    // Out of line, all of them: what std::variant makes for them would cost each file of a program a tenth of a second.
    Value() noexcept;  ///< NULL
    Value(std::nullptr_t) noexcept;
    Value(std::nullopt_t) noexcept;
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();
    template <std::same_as<bool> T>
    Value(T value) noexcept : Value(std::in_place, value) {}
    /// DataError above the range of int64.
    template <detail::DecimalInteger T>
    Value(T value) : Value(std::in_place, to_int64(value)) {}
    template <std::floating_point T>
    Value(T value) noexcept : Value(std::in_place, static_cast<double>(value)) {}
    Value(const Decimal& value) noexcept;
    Value(std::string value) noexcept;
    Value(std::string_view value);
    Value(const char* value);
    Value(Bytes value) noexcept;
    Value(Date value) noexcept;
    Value(DateTime value) noexcept;
    Value(const Uuid& value) noexcept;
    template <class T>
        requires std::constructible_from<Value, T>
    Value(std::optional<T> value) {
        if (value) {
            *this = Value(*std::move(value));
        }
    }

    ValueKind kind() const noexcept { return static_cast<ValueKind>(content_.index()); }
    bool is_null() const noexcept { return kind() == ValueKind::null; }

    /// The content; InvalidRequestError, naming both kinds, when it is of another kind. References live as long as
    /// the value is not changed.
    bool as_bool() const;
    std::int64_t as_int64() const;
    double as_double() const;
    const Decimal& as_decimal() const;
    const std::string& as_string() const;
    const Bytes& as_bytes() const;
    Date as_date() const;
    DateTime as_date_time() const;
    const Uuid& as_uuid() const;

    const Variant& variant() const noexcept { return content_; }

    friend bool operator==(const Value& a, const Value& b) { return a.equals(b); }

    /// For logs and messages: text in single quotes, control characters and broken UTF-8 escaped, everything after
    /// 300 characters (or bytes) replaced by their count.
    std::string to_string() const;

private:
    Value(std::in_place_t, bool value) noexcept;
    Value(std::in_place_t, std::int64_t value) noexcept;
    Value(std::in_place_t, double value) noexcept;
    [[nodiscard]] bool equals(const Value& other) const noexcept;

    template <class T>
    static std::int64_t to_int64(T value) {
        if constexpr (std::unsigned_integral<T> && sizeof(T) == 8) {
            if (value > static_cast<T>(INT64_MAX)) {
                throw_too_large();
            }
        }
        return static_cast<std::int64_t>(value);
    }
    [[noreturn]] static void throw_too_large();

    Variant content_;
};

}  // namespace athanor

template <>
struct [[gnu::visibility("default")]] std::hash<athanor::Value> {
    std::size_t operator()(const athanor::Value& value) const noexcept;
};

#pragma GCC visibility pop
