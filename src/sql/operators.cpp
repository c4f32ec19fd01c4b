#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <athanor/sql/expression.hpp>

#include "sql/operand_names.hpp"
#include "sql/type_rules.hpp"

namespace athanor::sql {

namespace {

constexpr Type truth{.kind = TypeKind::boolean};

ExpressionPtr node(BinaryOperator op, ExpressionPtr left, ExpressionPtr right, Type type) {
    return ExpressionPtr(std::make_shared<BinaryExpression>(op, std::move(left), std::move(right), type));
}

bool is_null_literal(const Expression& e) {
    return e.kind == ExpressionKind::bind && static_cast<const BindExpression&>(e).value.is_null();
}

std::string_view name_of(BinaryOperator op) {
    switch (op) {
    case BinaryOperator::equal:
        return "=";
    case BinaryOperator::not_equal:
        return "!=";
    case BinaryOperator::less:
        return "<";
    case BinaryOperator::less_equal:
        return "<=";
    case BinaryOperator::greater:
        return ">";
    case BinaryOperator::greater_equal:
        return ">=";
    case BinaryOperator::and_:
        return "AND";
    case BinaryOperator::or_:
        return "OR";
    case BinaryOperator::add:
        return "+";
    case BinaryOperator::subtract:
        return "-";
    case BinaryOperator::multiply:
        return "*";
    case BinaryOperator::divide:
        return "/";
    case BinaryOperator::concat:
        return "||";
    }
    return "?";
}

std::optional<BinaryOperator> opposite(BinaryOperator op) {
    switch (op) {
    case BinaryOperator::equal:
        return BinaryOperator::not_equal;
    case BinaryOperator::not_equal:
        return BinaryOperator::equal;
    case BinaryOperator::less:
        return BinaryOperator::greater_equal;
    case BinaryOperator::less_equal:
        return BinaryOperator::greater;
    case BinaryOperator::greater:
        return BinaryOperator::less_equal;
    case BinaryOperator::greater_equal:
        return BinaryOperator::less;
    default:
        return std::nullopt;
    }
}

ExpressionPtr comparison(BinaryOperator op, ExpressionPtr left, ExpressionPtr right) {
    if (op == BinaryOperator::equal || op == BinaryOperator::not_equal) {
        const bool negated = op == BinaryOperator::not_equal;
        if (is_null_literal(*right)) {
            return null_test(std::move(left), negated);
        }
        if (is_null_literal(*left)) {
            return null_test(std::move(right), negated);
        }
    }
    right = detail::adapted(std::move(right), left->type);
    left = detail::adapted(std::move(left), right->type);
    if (!detail::common_type(left->type, right->type)) {
        detail::refuse_operands(name_of(op), *left, *right);
    }
    return node(op, std::move(left), std::move(right), truth);
}

// In a product or quotient the literal's own digits count, not those of the column it was written beside.
ExpressionPtr with_own_scale(ExpressionPtr operand) {
    if (operand->kind != ExpressionKind::bind || operand->type.kind != TypeKind::numeric) {
        return operand;
    }
    const auto& literal = static_cast<const BindExpression&>(*operand);
    if (literal.value.is_null()) {
        return operand;
    }
    return detail::adapted(std::move(operand),
                           Type{.kind = TypeKind::numeric,
                                .precision = detail::max_precision,
                                .scale = static_cast<std::uint8_t>(literal.value.as_decimal().scale()),
                                .secret = literal.type.secret});
}

Type numeric_result(BinaryOperator op, const Type& left, const Type& right) {
    const int wider = std::max(detail::scale_of(left), detail::scale_of(right));
    const bool secret = left.secret || right.secret;
    if (op == BinaryOperator::multiply) {
        return detail::numeric_type(detail::scale_of(left) + detail::scale_of(right), secret);
    }
    return detail::numeric_type(op == BinaryOperator::divide ? wider + 6 : wider, secret);
}

ExpressionPtr arithmetic(BinaryOperator op, ExpressionPtr left, ExpressionPtr right) {
    if (op == BinaryOperator::multiply || op == BinaryOperator::divide) {
        left = with_own_scale(std::move(left));
        right = with_own_scale(std::move(right));
        // Only a double on the other side changes a literal's kind here.
        if (right->type.kind == TypeKind::real || left->type.kind == TypeKind::real) {
            right = detail::adapted(std::move(right), left->type);
            left = detail::adapted(std::move(left), right->type);
        }
    } else {
        right = detail::adapted(std::move(right), left->type);
        left = detail::adapted(std::move(left), right->type);
    }
    const auto common = detail::common_type(left->type, right->type);
    if (!common || !detail::is_number(common->kind)) {
        detail::refuse_operands(name_of(op), *left, *right);
    }
    const bool exact = common->kind == TypeKind::numeric && !detail::is_any_numeric(*common);
    const Type type = exact ? numeric_result(op, left->type, right->type) : *common;
    return node(op, std::move(left), std::move(right), type);
}

}  // namespace

ExpressionPtr binary(BinaryOperator op, ExpressionPtr left, ExpressionPtr right) {
    switch (op) {
    case BinaryOperator::and_:
    case BinaryOperator::or_:
        if (left->type.kind != TypeKind::boolean || right->type.kind != TypeKind::boolean) {
            detail::refuse_operands(name_of(op), *left, *right);
        }
        return node(op, std::move(left), std::move(right), truth);
    case BinaryOperator::add:
    case BinaryOperator::subtract:
    case BinaryOperator::multiply:
    case BinaryOperator::divide:
        return arithmetic(op, std::move(left), std::move(right));
    case BinaryOperator::concat: {
        right = detail::adapted(std::move(right), left->type);
        if (left->type.kind != TypeKind::text || right->type.kind != TypeKind::text) {
            detail::refuse_operands(name_of(op), *left, *right);
        }
        const bool secret = left->type.secret || right->type.secret;
        return node(op, std::move(left), std::move(right), {.kind = TypeKind::text, .secret = secret});
    }
    default:
        return comparison(op, std::move(left), std::move(right));
    }
}

ExpressionPtr unary(UnaryOperator op, ExpressionPtr operand) {
    if (op == UnaryOperator::negate) {
        if (!detail::is_number(operand->type.kind)) {
            detail::refuse_operand("-", *operand);
        }
        const auto type = detail::without_limits(operand->type);
        return ExpressionPtr(std::make_shared<UnaryExpression>(op, std::move(operand), type));
    }
    if (operand->type.kind != TypeKind::boolean) {
        detail::refuse_operand("NOT", *operand);
    }
    if (operand->kind == ExpressionKind::in_list) {
        const auto& in = static_cast<const InExpression&>(*operand);
        return ExpressionPtr(std::make_shared<InExpression>(in.operand, in.values, in.value_type, !in.negated));
    }
    if (operand->kind == ExpressionKind::like) {
        const auto& test = static_cast<const LikeExpression&>(*operand);
        return like(test.operand, test.pattern, test.ignore_case, !test.negated);
    }
    if (operand->kind == ExpressionKind::null_test) {
        const auto& test = static_cast<const NullTestExpression&>(*operand);
        return null_test(test.operand, !test.negated);
    }
    if (operand->kind == ExpressionKind::unary) {
        return static_cast<const UnaryExpression&>(*operand).operand;
    }
    if (operand->kind == ExpressionKind::binary) {
        const auto& compare = static_cast<const BinaryExpression&>(*operand);
        if (const auto other = opposite(compare.op)) {
            return node(*other, compare.left, compare.right, truth);
        }
    }
    return ExpressionPtr(std::make_shared<UnaryExpression>(op, std::move(operand), truth));
}

}  // namespace athanor::sql
