#include <string>
#include <utility>

#include <athanor/orm/expressions.hpp>
#include <athanor/orm/prototype.hpp>

namespace athanor {

namespace operators {

const sql::ExpressionPtr& ColumnBase::expression() const volatile { return detail::prototype_column(link_); }

ExprBase::ExprBase(sql::ExpressionPtr node) noexcept : node_(std::move(node)) {}

}  // namespace operators

namespace detail {

namespace {

const Value* null_literal(const sql::ExpressionPtr& node) {
    if (node->kind != sql::ExpressionKind::bind)
        return nullptr;
    const Value& value = static_cast<const sql::BindExpression&>(*node).value;
    return value.is_null() ? &value : nullptr;
}

sql::ExpressionPtr combine(sql::BinaryOperator op, sql::ExpressionPtr left, sql::ExpressionPtr right) {
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

}  // namespace

const sql::ExpressionPtr& node_of(const volatile operators::ColumnBase& column) { return column.expression(); }
const sql::ExpressionPtr& node_of(const operators::ExprBase& expression) noexcept { return expression.node(); }

sql::ExpressionPtr combined(sql::BinaryOperator op, const sql::ExpressionPtr& left, const sql::ExpressionPtr& right) {
    return combine(op, left, right);
}

sql::ExpressionPtr combined(sql::BinaryOperator op, const sql::ExpressionPtr& left, Value right) {
    return combine(op, left, sql::bind(std::move(right), left.get()));
}

sql::ExpressionPtr combined(sql::BinaryOperator op, Value left, const sql::ExpressionPtr& right) {
    return combine(op, sql::bind(std::move(left), right.get()), right);
}

sql::ExpressionPtr is_null(const sql::ExpressionPtr& node, bool negated) { return sql::null_test(node, negated); }

sql::ExpressionPtr between(const sql::ExpressionPtr& node, Value low, Value high) {
    return sql::between(node, sql::bind(std::move(low), node.get()), sql::bind(std::move(high), node.get()));
}

sql::ExpressionPtr matching(const sql::ExpressionPtr& node, Match how, std::string_view text) {
    std::string pattern(text);
    switch (how) {
    case Match::like:
    case Match::not_like:
    case Match::ilike:
        break;
    case Match::startswith:
        pattern = escape_like(text) + "%";
        break;
    case Match::endswith:
        pattern = "%" + escape_like(text);
        break;
    case Match::contains:
        pattern = "%" + escape_like(text) + "%";
        break;
    }
    return sql::like(node, sql::bind(Value(std::move(pattern)), nullptr), how == Match::ilike, how == Match::not_like);
}

sql::ExpressionPtr call(sql::Function function, const sql::ExpressionPtr& argument, bool distinct) {
    return sql::function(function, {argument}, distinct);
}

sql::ExpressionPtr coalesce(const sql::ExpressionPtr& node, Value fallback) {
    return sql::function(sql::Function::coalesce, {node, sql::bind(std::move(fallback), node.get())});
}

}  // namespace detail

namespace func {

Expr<std::int64_t, owners<>, Nullness::counted> count() {
    return Expr<std::int64_t, owners<>, Nullness::counted>(sql::function(sql::Function::count, {}));
}

}  // namespace func
}  // namespace athanor
