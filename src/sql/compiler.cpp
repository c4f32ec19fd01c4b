#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/sql/compiler.hpp>

#include "sql/shape_walk.hpp"

namespace athanor::sql {

Compiler::Compiler(const Identifiers& identifiers) : identifiers_(identifiers) {}
Compiler::~Compiler() = default;

void Compiler::begin() {
    out_.clear();
    sources_.clear();
    uses_.clear();
    results_.clear();
    slots_ = nullptr;
    condition_of_ = nullptr;
    literals_ = false;
}

CompiledPtr Compiler::compile(const Statement& statement) {
    begin();
    Shape shape;
    detail::ShapeWalk walk(shape);
    walk.statement(statement);
    if (walk.slots().parameters() > max_parameters()) {
        throw CompileError(
            fmt::format("the statement has {} values, and the server takes {} at most", walk.slots().parameters(),
                        max_parameters()),
            "split the list of values over several statements, or put the values into a table and join it");
    }
    slots_ = &walk.slots();
    joins_ = statement.kind() == StatementKind::select;
    switch (statement.kind()) {
    case StatementKind::select:
        visit_select(statement.select());
        break;
    case StatementKind::insert:
        visit_insert(statement.write());
        break;
    case StatementKind::update:
        visit_update(statement.write());
        break;
    case StatementKind::delete_:
        visit_delete(statement.write());
        break;
    }
    slots_ = nullptr;

    auto compiled = std::make_shared<Compiled>();
    compiled->id = Compiled::next_id();
    compiled->sql = finished();
    for (const auto& slot : walk.slots().all()) {
        compiled->parameters.insert(compiled->parameters.end(), slot.count, slot.type);
    }
    compiled->results = std::move(results_);
    compiled->reads_only = statement.kind() == StatementKind::select;
    if (!compiled->reads_only) {
        compiled->table = statement.write().table->table->name();
    }
    return compiled;
}

std::string Compiler::compile_condition(const Expression& condition, const Table& table) {
    begin();
    condition_of_ = &table;
    literals_ = true;
    write(condition);
    return out_;
}

std::string Compiler::compile_literal(const Value& value, const Type& type) {
    begin();
    write_literal(value, type);
    return out_;
}

// Placeholders stand as single characters until all are known: only then is it clear whether they need numbers.
std::string Compiler::finished() const {
    bool in_order = true;
    for (std::size_t i = 0; i < uses_.size(); ++i) {
        in_order = in_order && uses_[i].index == i;
    }
    std::string text;
    std::size_t copied = 0;
    for (const auto& use : uses_) {
        text.append(out_, copied, use.position - copied);
        text += placeholder(use.index, in_order);
        copied = use.position + 1;
    }
    text.append(out_, copied);
    return text;
}

void Compiler::write_parameter(const void* owner, const Type& type, std::size_t offset) {
    const auto* slot = slots_->find(owner, type);
    uses_.push_back({out_.size(), slot->first + offset});
    out_ += '?';
}

void Compiler::write_row_count(const std::optional<std::int64_t>& rows) {
    write_parameter(&rows, Type{.kind = TypeKind::big_integer});
}

void Compiler::parenthesise(std::size_t from, Precedence got, Precedence minimum) {
    if (got >= minimum) {
        return;
    }
    out_.insert(from, 1, '(');
    out_ += ')';
    for (auto use = uses_.rbegin(); use != uses_.rend() && use->position >= from; ++use) {
        ++use->position;
    }
}

void Compiler::write(const Expression& e, Precedence minimum) {
    const auto from = out_.size();
    parenthesise(from, visit(e), minimum);
}

void Compiler::write_as(const Expression& e, const Type& target, Precedence minimum) {
    const auto from = out_.size();
    parenthesise(from, visit_as(e, target), minimum);
}

Precedence Compiler::visit(const Expression& e) {
    switch (e.kind) {
    case ExpressionKind::column:
        return visit_column(static_cast<const ColumnExpression&>(e));
    case ExpressionKind::bind:
        return visit_bind(static_cast<const BindExpression&>(e));
    case ExpressionKind::binary:
        return visit_binary(static_cast<const BinaryExpression&>(e));
    case ExpressionKind::unary:
        return visit_unary(static_cast<const UnaryExpression&>(e));
    case ExpressionKind::function:
        return visit_function(static_cast<const FunctionExpression&>(e));
    case ExpressionKind::between:
        return visit_between(static_cast<const BetweenExpression&>(e));
    case ExpressionKind::in_list:
        return visit_in_list(static_cast<const InExpression&>(e));
    case ExpressionKind::like:
        return visit_like(static_cast<const LikeExpression&>(e));
    case ExpressionKind::null_test:
        return visit_null_test(static_cast<const NullTestExpression&>(e));
    case ExpressionKind::label:
        return visit(*static_cast<const LabelExpression&>(e).inner);
    }
    throw CompileError("the statement contains an expression of an unknown kind", "this is a defect of the library");
}

Precedence Compiler::visit_as(const Expression& e, const Type&) { return visit(e); }

}  // namespace athanor::sql
