#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/sql/compiler.hpp>

#include "sql/function_names.hpp"
#include "sql/shape_walk.hpp"
#include "sql/type_rules.hpp"

namespace athanor::sql {

namespace {

struct Operator {
    std::string_view text;
    Precedence level;
};

Operator operator_of(BinaryOperator op) {
    switch (op) {
    case BinaryOperator::equal:
        return {" = ", Precedence::comparison};
    case BinaryOperator::not_equal:
        return {" != ", Precedence::comparison};
    case BinaryOperator::less:
        return {" < ", Precedence::comparison};
    case BinaryOperator::less_equal:
        return {" <= ", Precedence::comparison};
    case BinaryOperator::greater:
        return {" > ", Precedence::comparison};
    case BinaryOperator::greater_equal:
        return {" >= ", Precedence::comparison};
    case BinaryOperator::and_:
        return {" AND ", Precedence::and_};
    case BinaryOperator::or_:
        return {" OR ", Precedence::or_};
    case BinaryOperator::add:
        return {" + ", Precedence::add};
    case BinaryOperator::subtract:
        return {" - ", Precedence::add};
    case BinaryOperator::multiply:
        return {" * ", Precedence::multiply};
    case BinaryOperator::divide:
        return {" / ", Precedence::multiply};
    case BinaryOperator::concat:
        return {" || ", Precedence::concat};
    }
    return {" ? ", Precedence::lowest};
}

}  // namespace

Precedence Compiler::visit_column(const ColumnExpression& e) {
    if (condition_of_ != nullptr) {
        if (e.source->table != condition_of_) {
            throw CompileError(
                fmt::format("a check of table {} uses {}.{}", condition_of_->name(), e.source->name(), e.column().name),
                "a check may use columns of its own table only");
        }
        write_name(e.column().name);
        return Precedence::atom;
    }
    if (std::find(sources_.begin(), sources_.end(), e.source) == sources_.end()) {
        throw CompileError(
            fmt::format("the column {}.{} is used, but {} {} is not in FROM", e.source->name(), e.column().name,
                        e.source->alias.empty() ? "table" : "alias", e.source->name()),
            joins_ ? fmt::format("add .join(...) for {}, or use the columns of the alias that was passed to select",
                                 e.source->name())
                   : std::string("an INSERT, UPDATE or DELETE can use columns of the row it writes only"));
    }
    write_name(e.source->name());
    out_ += '.';
    write_name(e.column().name);
    return Precedence::atom;
}

Precedence Compiler::visit_bind(const BindExpression& e) {
    if (!literals_) {
        write_parameter(&e, e.type);
        return Precedence::atom;
    }
    const auto from = out_.size();
    write_literal(e.value, e.type);
    return out_[from] == '-' ? Precedence::negate : Precedence::atom;
}

Precedence Compiler::visit_binary(const BinaryExpression& e) {
    const auto [text, level] = operator_of(e.op);
    switch (e.op) {
    case BinaryOperator::and_:
    case BinaryOperator::or_:
        write(*e.left, level);
        out_ += text;
        write(*e.right, level);
        return level;
    case BinaryOperator::add:
    case BinaryOperator::subtract:
        write_as(*e.left, e.type, level);
        out_ += text;
        write_as(*e.right, e.type, next(level));
        return level;
    case BinaryOperator::multiply: {
        // Scales add up in a product, so its sides keep theirs; only a double changes them.
        const bool real = e.type.kind == TypeKind::real;
        write_as(*e.left, real ? e.type : e.left->type, level);
        out_ += text;
        write_as(*e.right, real ? e.type : e.right->type, next(level));
        return level;
    }
    case BinaryOperator::divide:
        return visit_divide(e);
    case BinaryOperator::concat:
        write(*e.left, level);
        out_ += text;
        write(*e.right, next(level));
        return level;
    default: {
        const auto common = detail::common_type(e.left->type, e.right->type).value_or(e.left->type);
        write_as(*e.left, common, next(level));
        out_ += text;
        write_as(*e.right, common, next(level));
        return level;
    }
    }
}

Precedence Compiler::visit_divide(const BinaryExpression& e) {
    write_as(*e.left, e.type, Precedence::multiply);
    out_ += " / ";
    write_as(*e.right, e.type, next(Precedence::multiply));
    return Precedence::multiply;
}

Precedence Compiler::visit_unary(const UnaryExpression& e) {
    if (e.op == UnaryOperator::not_) {
        out_ += "NOT ";
        write(*e.operand, Precedence::not_);
        return Precedence::not_;
    }
    out_ += '-';
    // Two minus signs in a row would begin a comment.
    write(*e.operand, Precedence::atom);
    return Precedence::negate;
}

void Compiler::write_call(std::string_view name, const FunctionExpression& e) {
    out_ += name;
    out_ += e.distinct ? "(DISTINCT " : "(";
    if (e.function == Function::count && e.arguments.empty()) {
        out_ += '*';
    }
    for (std::size_t i = 0; i < e.arguments.size(); ++i) {
        out_ += i == 0 ? "" : ", ";
        if (e.function == Function::coalesce) {
            write_as(*e.arguments[i], e.type);
        } else {
            write(*e.arguments[i]);
        }
    }
    out_ += ')';
}

Precedence Compiler::visit_function(const FunctionExpression& e) {
    write_call(e.function == Function::named ? std::string_view(e.name) : name_of(e.function), e);
    return Precedence::atom;
}

Precedence Compiler::visit_between(const BetweenExpression& e) {
    const auto type = e.operand->type;
    const auto low = detail::common_type(type, e.low->type).value_or(type);
    const auto common = detail::common_type(low, e.high->type).value_or(low);
    write_as(*e.operand, common, next(Precedence::comparison));
    out_ += " BETWEEN ";
    write_as(*e.low, common, next(Precedence::comparison));
    out_ += " AND ";
    write_as(*e.high, common, next(Precedence::comparison));
    return Precedence::comparison;
}

Precedence Compiler::visit_in_list(const InExpression& e) {
    if (e.values.empty()) {
        out_ += e.negated ? "1 = 1" : "1 = 0";
        return Precedence::comparison;
    }
    write_as(*e.operand, e.value_type, next(Precedence::comparison));
    out_ += e.negated ? " NOT IN (" : " IN (";
    const auto size = literals_ ? e.values.size() : detail::padded_size(e.values.size());
    for (std::size_t i = 0; i < size; ++i) {
        out_ += i == 0 ? "" : ", ";
        if (literals_) {
            write_literal(e.values[i], e.value_type);
        } else {
            write_parameter(&e, e.value_type, i);
        }
    }
    out_ += ')';
    return Precedence::comparison;
}

Precedence Compiler::visit_like(const LikeExpression& e) {
    write(*e.operand, next(Precedence::comparison));
    out_ += e.negated ? " NOT " : " ";
    out_ += e.ignore_case ? "ILIKE " : "LIKE ";
    write(*e.pattern, next(Precedence::comparison));
    return Precedence::comparison;
}

Precedence Compiler::visit_null_test(const NullTestExpression& e) {
    write(*e.operand, next(Precedence::comparison));
    out_ += e.negated ? " IS NOT NULL" : " IS NULL";
    return Precedence::comparison;
}

}  // namespace athanor::sql
