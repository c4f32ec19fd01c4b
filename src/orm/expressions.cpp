#include <string>

#include <athanor/core/error.hpp>
#include <athanor/orm/expressions.hpp>

namespace athanor {

namespace detail {

namespace {

const Value* null_literal(const sql::ExpressionPtr& node) {
    if (node->kind != sql::ExpressionKind::bind)
        return nullptr;
    const Value& value = static_cast<const sql::BindExpression&>(*node).value;
    return value.is_null() ? &value : nullptr;
}

}  // namespace

sql::ExpressionPtr compare_nodes(sql::BinaryOperator op, sql::ExpressionPtr left, sql::ExpressionPtr right) {
    // An empty optional on one side means "has no value": `= NULL` would be true for no row at all.
    if (op == sql::BinaryOperator::equal || op == sql::BinaryOperator::not_equal) {
        const bool negated = op == sql::BinaryOperator::not_equal;
        if (null_literal(right))
            return sql::null_test(std::move(left), negated);
        if (null_literal(left))
            return sql::null_test(std::move(right), negated);
    }
    return sql::binary(op, std::move(left), std::move(right));
}

std::string escape_like(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

}  // namespace detail

namespace func {

Expr<std::int64_t, owners<>, Nullness::counted> count() {
    return Expr<std::int64_t, owners<>, Nullness::counted>(sql::function(sql::Function::count, {}));
}

}  // namespace func
}  // namespace athanor
