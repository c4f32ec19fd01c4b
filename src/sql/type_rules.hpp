#pragma once

#include <optional>

#include <athanor/core/value.hpp>
#include <athanor/sql/expression.hpp>

namespace athanor::sql::detail {

/// The most digits a numeric result is declared with; expressions have a scale, but no narrower precision.
inline constexpr int max_precision = 38;

[[nodiscard]] constexpr bool is_whole(TypeKind kind) noexcept {
    return kind == TypeKind::integer || kind == TypeKind::big_integer;
}
[[nodiscard]] constexpr bool is_number(TypeKind kind) noexcept {
    return is_whole(kind) || kind == TypeKind::numeric || kind == TypeKind::real;
}
/// Digits after the point: whole numbers have none.
[[nodiscard]] constexpr int scale_of(const Type& type) noexcept {
    return type.kind == TypeKind::numeric ? type.scale : 0;
}
/// A numeric whose scale nobody declared: its digits are those of each value.
[[nodiscard]] constexpr bool is_any_numeric(const Type& type) noexcept {
    return type.kind == TypeKind::numeric && type.precision == 0;
}

/// numeric with the given scale. @throws ArgumentError if it is above 38.
[[nodiscard]] Type numeric_type(int scale, bool secret = false);

/// The type without length and precision: what a value is compared as.
[[nodiscard]] Type without_limits(Type type) noexcept;

/// The type in which values of both types can be compared and mixed, or nothing.
[[nodiscard]] std::optional<Type> common_type(const Type& left, const Type& right);

/// The type of a value that stands alone.
[[nodiscard]] Type natural_type(const Value& value);

/// A value with the type it is bound as.
struct TypedValue {
    Value value;
    Type type;
};

/// The value as it is bound where something of type `like` is met; see sql::bind.
[[nodiscard]] TypedValue adapt(Value value, const Type& like);

/// If `operand` is a literal, the literal as it meets `like`; otherwise the operand itself.
[[nodiscard]] ExpressionPtr adapted(ExpressionPtr operand, const Type& like);

}  // namespace athanor::sql::detail
