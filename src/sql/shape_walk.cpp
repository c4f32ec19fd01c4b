#include "sql/shape_walk.hpp"

#include <algorithm>
#include <bit>
#include <memory>

namespace athanor::sql {

Shape shape_of(const Statement& statement) {
    Shape shape;
    shape.key.reserve(256);
    shape.values.reserve(8);
    detail::ShapeWalk(shape).statement(statement);
    return shape;
}

}  // namespace athanor::sql

namespace athanor::sql::detail {

namespace {

constexpr Type row_count{.kind = TypeKind::big_integer};

// Beyond this size doubling would reach the servers' limits on parameters sooner than the list itself.
constexpr std::size_t largest_padded = 16384;

}  // namespace

std::size_t padded_size(std::size_t values) noexcept {
    return values > largest_padded || values == 0 ? values : std::bit_ceil(values);
}

void ShapeWalk::statement(const Statement& statement) {
    code(statement.kind());
    if (statement.kind() == StatementKind::select) {
        select(statement.select());
    } else {
        write(statement.write());
    }
}

void ShapeWalk::select(const SelectBody& body) {
    byte(body.distinct);
    number(body.items.size());
    for (const auto& item : body.items) {
        byte(item.entity != nullptr);
        if (item.entity != nullptr) {
            source(item.entity);
        } else {
            expression(*item.expression);
        }
    }
    source(body.from);
    number(body.joins.size());
    for (const auto& join : body.joins) {
        source(join.target);
        byte(join.outer);
        byte(static_cast<bool>(join.on));
        if (join.on) {
            expression(*join.on);
        }
    }
    expressions(body.where);
    expressions(body.group_by);
    expressions(body.having);
    number(body.order_by.size());
    for (const auto& ordering : body.order_by) {
        byte(ordering.descending);
        expression(*ordering.expression);
    }
    rows(body.limit);
    rows(body.offset);
}

void ShapeWalk::write(const WriteBody& body) {
    source(body.table);
    number(body.assignments.size());
    for (const auto& each : body.assignments) {
        assignment(each, *body.table->table);
    }
    expressions(body.where);
    number(body.returning.size());
    for (const auto column : body.returning) {
        number(column);
    }
}

void ShapeWalk::expressions(const std::vector<ExpressionPtr>& list) {
    number(list.size());
    for (const auto& each : list) {
        expression(*each);
    }
}

void ShapeWalk::expression(const Expression& e) {
    code(e.kind);
    switch (e.kind) {
    case ExpressionKind::column: {
        const auto& column = static_cast<const ColumnExpression&>(e);
        source(column.source);
        number(column.index);
        break;
    }
    case ExpressionKind::bind: {
        const auto& bind = static_cast<const BindExpression&>(e);
        literal(bind, bind.type);
        break;
    }
    case ExpressionKind::binary: {
        const auto& binary = static_cast<const BinaryExpression&>(e);
        code(binary.op);
        expression(*binary.left);
        expression(*binary.right);
        break;
    }
    case ExpressionKind::unary: {
        const auto& unary = static_cast<const UnaryExpression&>(e);
        code(unary.op);
        expression(*unary.operand);
        break;
    }
    case ExpressionKind::function: {
        const auto& function = static_cast<const FunctionExpression&>(e);
        code(function.function);
        byte(function.distinct);
        if (function.function == Function::named) {
            text(function.name);
            type(function.type);
        }
        expressions(function.arguments);
        break;
    }
    case ExpressionKind::between: {
        const auto& between = static_cast<const BetweenExpression&>(e);
        expression(*between.operand);
        expression(*between.low);
        expression(*between.high);
        break;
    }
    case ExpressionKind::in_list:
        list(static_cast<const InExpression&>(e));
        break;
    case ExpressionKind::like: {
        const auto& like = static_cast<const LikeExpression&>(e);
        byte(like.ignore_case);
        byte(like.negated);
        expression(*like.operand);
        expression(*like.pattern);
        break;
    }
    case ExpressionKind::null_test: {
        const auto& test = static_cast<const NullTestExpression&>(e);
        byte(test.negated);
        expression(*test.operand);
        break;
    }
    case ExpressionKind::label: {
        const auto& label = static_cast<const LabelExpression&>(e);
        text(label.name);
        expression(*label.inner);
        break;
    }
    }
}

void ShapeWalk::assignment(const Assignment& assignment, const Table& table) {
    number(assignment.column);
    code(assignment.value->kind);
    if (assignment.value->kind == ExpressionKind::bind) {
        // Stored values obey the column's own limits, which compared values do not.
        literal(static_cast<const BindExpression&>(*assignment.value), table.columns()[assignment.column].type);
    } else {
        expression(*assignment.value);
    }
}

// Whether the parameters of this place are there already. If so the key says which: the same tree with another node in
// this place has one parameter more and must not share its SQL.
bool ShapeWalk::known(const void* owner, const Type& bound_as) {
    const auto* slot = slots_.find(owner, bound_as);
    byte(slot != nullptr);
    if (slot != nullptr) {
        number(slot->first);
    }
    return slot != nullptr;
}

void ShapeWalk::literal(const BindExpression& e, const Type& bound_as) {
    type(bound_as);
    if (!known(&e, bound_as)) {
        slots_.add(&e, bound_as, 1);
        shape_.values.push_back(&e.value);
    }
}

void ShapeWalk::list(const InExpression& e) {
    byte(e.negated);
    const auto size = padded_size(e.values.size());
    number(size);
    if (size == 0) {
        return;  // written as a constant, without its operand, whose literals are no parameters then
    }
    expression(*e.operand);
    type(e.value_type);
    if (!known(&e, e.value_type)) {
        slots_.add(&e, e.value_type, size);
        for (std::size_t i = 0; i < size; ++i) {
            shape_.values.push_back(&e.values[std::min(i, e.values.size() - 1)]);
        }
    }
}

void ShapeWalk::rows(const std::optional<std::int64_t>& limit) {
    byte(limit.has_value());
    if (limit) {
        slots_.add(&limit, row_count, 1);
        shape_.owned.push_back(std::make_unique<Value>(*limit));
        shape_.values.push_back(shape_.owned.back().get());
    }
}

void ShapeWalk::source(const FromSource* source) {
    const auto at = static_cast<std::size_t>(std::find(sources_.begin(), sources_.end(), source) - sources_.begin());
    number(at);
    if (at == sources_.size()) {
        sources_.push_back(source);
        byte(source != nullptr);
        if (source != nullptr) {
            number(source->table->id());
            text(source->alias);
        }
    }
}

void ShapeWalk::number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        byte(static_cast<unsigned>(value & 0x7F) | 0x80U);
    }
    byte(static_cast<unsigned>(value));
}

void ShapeWalk::text(std::string_view text) {
    number(text.size());
    shape_.key += text;
}

void ShapeWalk::type(const Type& type) {
    code(type.kind);
    byte(type.precision);
    byte(type.scale);
    byte(type.secret);
    number(type.length);
}

}  // namespace athanor::sql::detail
