#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/sql/expression.hpp>

#include "sql/operand_names.hpp"
#include "sql/type_rules.hpp"

namespace athanor::sql {

namespace {

template <class Node, class... Arguments>
ExpressionPtr make(Arguments&&... arguments) {
    return ExpressionPtr(std::make_shared<Node>(std::forward<Arguments>(arguments)...));
}

}  // namespace

ExpressionPtr column(const FromSource& source, std::size_t index) {
    if (index >= source.table->columns().size()) {
        throw ArgumentError(fmt::format("table {} has no column at position {}", source.table->name(), index),
                            fmt::format("positions are 0 to {}", source.table->columns().size() - 1));
    }
    return make<ColumnExpression>(source, index);
}

ExpressionPtr bind(Value value, const Expression* like) {
    if (like == nullptr) {
        const auto type = detail::natural_type(value);
        return make<BindExpression>(std::move(value), type);
    }
    auto typed = detail::adapt(std::move(value), like->type);
    return make<BindExpression>(std::move(typed.value), typed.type);
}

ExpressionPtr named_function(std::string name, std::vector<ExpressionPtr> arguments, Type type) {
    const auto usable = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; };
    if (name.empty() || !std::all_of(name.begin(), name.end(), usable) ||
        std::isdigit(static_cast<unsigned char>(name.front())) != 0) {
        throw ArgumentError(fmt::format("\"{}\" cannot be the name of a function", name),
                            "use letters, digits, underscores, and a point after a schema's name");
    }
    return make<FunctionExpression>(Function::named, std::move(name), std::move(arguments), false, type);
}

ExpressionPtr between(ExpressionPtr operand, ExpressionPtr low, ExpressionPtr high) {
    // The first round gives a literal its kind, the second the scale of the other bound.
    auto type = operand->type;
    for (auto* bound : {&low, &high}) {
        *bound = detail::adapted(std::move(*bound), operand->type);
        const auto common = detail::common_type(type, (*bound)->type);
        if (!common) {
            detail::refuse_operands("BETWEEN", *operand, **bound);
        }
        type = *common;
    }
    low = detail::adapted(std::move(low), type);
    high = detail::adapted(std::move(high), type);
    return make<BetweenExpression>(std::move(operand), std::move(low), std::move(high));
}

ExpressionPtr in_list(ExpressionPtr operand, std::vector<Value> values, bool negated) {
    auto type = detail::without_limits(operand->type);
    for (auto& value : values) {
        if (value.is_null()) {
            throw ArgumentError(
                fmt::format("a list for {} contains NULL, which equals nothing", detail::spelled(*operand)),
                "leave it out and add a test for IS NULL");
        }
        auto typed = detail::adapt(std::move(value), operand->type);
        const auto common = detail::common_type(type, typed.type);
        if (!common) {
            detail::refuse_operands("IN", *operand, BindExpression(std::move(typed.value), typed.type));
        }
        type = *common;
        value = std::move(typed.value);
    }
    if (type.kind == TypeKind::real || type.kind == TypeKind::numeric) {
        // One value may have widened the type of the list, and all are bound as the same type.
        for (auto& value : values) {
            value = detail::adapt(std::move(value), type).value;
        }
    }
    return make<InExpression>(std::move(operand), std::move(values), type, negated);
}

ExpressionPtr like(ExpressionPtr operand, ExpressionPtr pattern, bool ignore_case, bool negated) {
    pattern = detail::adapted(std::move(pattern), operand->type);
    if (operand->type.kind != TypeKind::text || pattern->type.kind != TypeKind::text) {
        detail::refuse_operands(ignore_case ? "ILIKE" : "LIKE", *operand, *pattern);
    }
    return make<LikeExpression>(std::move(operand), std::move(pattern), ignore_case, negated);
}

ExpressionPtr null_test(ExpressionPtr operand, bool negated) {
    return make<NullTestExpression>(std::move(operand), negated);
}

ExpressionPtr label(ExpressionPtr expression, std::string name) {
    if (name.empty() || contains_nul(name) || !is_valid_utf8(name) || name.size() > max_identifier_bytes) {
        throw ArgumentError(fmt::format("\"{}\" cannot be a label", name),
                            "a label is UTF-8 without NUL, of 1 to 63 bytes");
    }
    return make<LabelExpression>(std::move(expression), std::move(name));
}

}  // namespace athanor::sql
