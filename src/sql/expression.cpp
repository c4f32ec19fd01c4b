#include <utility>

#include <athanor/sql/expression.hpp>

#include "sql/type_rules.hpp"

namespace athanor::sql {

namespace {
constexpr Type truth{.kind = TypeKind::boolean};
}  // namespace

Expression::~Expression() = default;

ExpressionPtr::ExpressionPtr() noexcept = default;
ExpressionPtr::ExpressionPtr(std::shared_ptr<const Expression> node) noexcept : node_(std::move(node)) {}
ExpressionPtr::ExpressionPtr(const ExpressionPtr& other) noexcept = default;
ExpressionPtr::ExpressionPtr(ExpressionPtr&& other) noexcept = default;
ExpressionPtr& ExpressionPtr::operator=(const ExpressionPtr& other) noexcept = default;
ExpressionPtr& ExpressionPtr::operator=(ExpressionPtr&& other) noexcept = default;
ExpressionPtr::~ExpressionPtr() = default;

ColumnExpression::ColumnExpression(const FromSource& s, std::size_t i)
    : Expression(ExpressionKind::column, s.table->columns()[i].type), source(&s), index(i) {}

BindExpression::BindExpression(Value v, Type t) : Expression(ExpressionKind::bind, t), value(std::move(v)) {}

BinaryExpression::BinaryExpression(BinaryOperator o, ExpressionPtr l, ExpressionPtr r, Type t)
    : Expression(ExpressionKind::binary, t), op(o), left(std::move(l)), right(std::move(r)) {}

UnaryExpression::UnaryExpression(UnaryOperator o, ExpressionPtr e, Type t)
    : Expression(ExpressionKind::unary, t), op(o), operand(std::move(e)) {}

FunctionExpression::FunctionExpression(Function f, std::string n, std::vector<ExpressionPtr> a, bool d, Type t)
    : Expression(ExpressionKind::function, t), function(f), name(std::move(n)), arguments(std::move(a)), distinct(d) {}

BetweenExpression::BetweenExpression(ExpressionPtr e, ExpressionPtr l, ExpressionPtr h)
    : Expression(ExpressionKind::between, truth), operand(std::move(e)), low(std::move(l)), high(std::move(h)) {}

InExpression::InExpression(ExpressionPtr e, std::vector<Value> v, Type t, bool n)
    : Expression(ExpressionKind::in_list, truth),
      operand(std::move(e)),
      values(std::move(v)),
      value_type(t),
      negated(n) {}

LikeExpression::LikeExpression(ExpressionPtr e, ExpressionPtr p, bool i, bool n)
    : Expression(ExpressionKind::like, truth),
      operand(std::move(e)),
      pattern(std::move(p)),
      ignore_case(i),
      negated(n) {}

NullTestExpression::NullTestExpression(ExpressionPtr e, bool n)
    : Expression(ExpressionKind::null_test, truth), operand(std::move(e)), negated(n) {}

LabelExpression::LabelExpression(ExpressionPtr e, std::string n)
    : Expression(ExpressionKind::label, e->type), inner(std::move(e)), name(std::move(n)) {}

}  // namespace athanor::sql
