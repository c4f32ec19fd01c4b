#include "sql/type_rules.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::sql::detail {

namespace {

Type whole_type(std::int64_t value) {
    using Limits = std::numeric_limits<std::int32_t>;
    return {.kind = value < Limits::min() || value > Limits::max() ? TypeKind::big_integer : TypeKind::integer};
}

double to_double(const Decimal& value) {
    const auto text = value.to_string();
    double result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

bool fits_int64(const Decimal& whole) {
    return whole >= Decimal(std::numeric_limits<std::int64_t>::min()) &&
           whole <= Decimal(std::numeric_limits<std::int64_t>::max());
}

TypedValue adapt_to_whole(Value value, const Type& like) {
    if (value.kind() == ValueKind::decimal) {
        const Decimal plain = value.as_decimal().normalized();
        if (plain.scale() != 0 || !fits_int64(plain)) {
            return {plain, numeric_type(plain.scale(), like.secret)};
        }
        value = plain.units(0);
    }
    if (value.kind() != ValueKind::integer) {
        auto type = natural_type(value);
        type.secret = like.secret;
        return {std::move(value), type};
    }
    auto type = like.kind == TypeKind::big_integer ? without_limits(like) : whole_type(value.as_int64());
    type.secret = like.secret;
    return {std::move(value), type};
}

TypedValue adapt_to_numeric(Value value, const Type& like) {
    if (value.kind() == ValueKind::integer) {
        value = Decimal(value.as_int64());
    }
    if (value.kind() != ValueKind::decimal) {
        auto type = natural_type(value);
        type.secret = like.secret;
        return {std::move(value), type};
    }
    if (is_any_numeric(like)) {
        return {std::move(value), like};
    }
    const int needed = value.as_decimal().normalized().scale();
    return {std::move(value), numeric_type(std::max<int>(needed, like.scale), like.secret)};
}

}  // namespace

Type numeric_type(int scale, bool secret) {
    if (scale > max_precision) {
        throw ArgumentError(fmt::format("the result would have {} digits after the point", scale),
                            "at most 38 are possible: use fewer factors, or columns with a smaller scale");
    }
    return {.kind = TypeKind::numeric,
            .precision = max_precision,
            .scale = static_cast<std::uint8_t>(scale),
            .secret = secret};
}

Type without_limits(Type type) noexcept {
    type.length = 0;
    if (type.precision != 0) {
        type.precision = max_precision;
    }
    return type;
}

std::optional<Type> common_type(const Type& left, const Type& right) {
    const bool secret = left.secret || right.secret;
    const auto with_secret = [&](Type type) {
        type = without_limits(type);
        type.secret = secret;
        return type;
    };
    if (left.kind == TypeKind::null || right.kind == TypeKind::null) {
        return with_secret(left.kind == TypeKind::null ? right : left);
    }
    if (is_number(left.kind) && is_number(right.kind)) {
        const auto either = [&](TypeKind kind) { return left.kind == kind || right.kind == kind; };
        if (either(TypeKind::real)) {
            return Type{.kind = TypeKind::real, .secret = secret};
        }
        if (is_any_numeric(left) || is_any_numeric(right)) {
            return Type{.kind = TypeKind::numeric, .secret = secret};
        }
        if (either(TypeKind::numeric)) {
            return numeric_type(std::max(scale_of(left), scale_of(right)), secret);
        }
        return Type{.kind = either(TypeKind::big_integer) ? TypeKind::big_integer : TypeKind::integer,
                    .secret = secret};
    }
    return left.kind == right.kind ? std::optional(with_secret(left)) : std::nullopt;
}

Type natural_type(const Value& value) {
    switch (value.kind()) {
    case ValueKind::null:
        return {};
    case ValueKind::boolean:
        return {.kind = TypeKind::boolean};
    case ValueKind::integer:
        return whole_type(value.as_int64());
    case ValueKind::real:
        return {.kind = TypeKind::real};
    case ValueKind::decimal:
        return numeric_type(value.as_decimal().scale());
    case ValueKind::text:
        return {.kind = TypeKind::text};
    case ValueKind::bytes:
        return {.kind = TypeKind::bytes};
    case ValueKind::date:
        return {.kind = TypeKind::date};
    case ValueKind::date_time:
        return {.kind = TypeKind::date_time};
    case ValueKind::uuid:
        return {.kind = TypeKind::uuid};
    }
    return {};
}

TypedValue adapt(Value value, const Type& like) {
    if (value.is_null()) {
        return {std::move(value), without_limits(like)};
    }
    if (is_whole(like.kind)) {
        return adapt_to_whole(std::move(value), like);
    }
    if (like.kind == TypeKind::numeric) {
        return adapt_to_numeric(std::move(value), like);
    }
    if (like.kind == TypeKind::real) {
        if (value.kind() == ValueKind::integer) {
            value = static_cast<double>(value.as_int64());
        } else if (value.kind() == ValueKind::decimal) {
            value = to_double(value.as_decimal());
        }
    }
    auto type = natural_type(value);
    type.secret = like.secret;
    return {std::move(value), type};
}

ExpressionPtr adapted(ExpressionPtr operand, const Type& like) {
    if (operand->kind != ExpressionKind::bind) {
        return operand;
    }
    const auto& literal = static_cast<const BindExpression&>(*operand);
    auto result = adapt(literal.value, like);
    result.type.secret = result.type.secret || literal.type.secret;
    // The same node must stay the same parameter, so it is replaced only when something changes.
    if (result.type == literal.type && result.value == literal.value) {
        return operand;
    }
    return ExpressionPtr(std::make_shared<BindExpression>(std::move(result.value), result.type));
}

}  // namespace athanor::sql::detail
