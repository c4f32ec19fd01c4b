#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/core/value.hpp>
#include <athanor/schema/table.hpp>

#pragma GCC visibility push(default)

namespace athanor::sql {

/// A table as it stands in FROM: the table itself, or under an alias. Identity is the address, so two aliases of one
/// table are two sources. Must outlive every expression that names it (prototypes of models live for the whole
/// program).
struct FromSource {
    const Table* table = nullptr;
    std::string_view alias;  ///< empty: the table under its own name

    [[nodiscard]] std::string_view name() const noexcept {
        return alias.empty() ? std::string_view(table->name()) : alias;
    }
};

enum class ExpressionKind : std::uint8_t {
    column,
    bind,
    binary,
    unary,
    function,
    between,
    in_list,
    like,
    null_test,
    label
};

enum class BinaryOperator : std::uint8_t {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    and_,
    or_,
    add,
    subtract,
    multiply,
    divide,
    concat,
};

enum class UnaryOperator : std::uint8_t { not_, negate };

/// Functions with a meaning of their own in every dialect; `named` carries any other name through.
enum class Function : std::uint8_t { count, sum, avg, min, max, lower, upper, length, abs, coalesce, named };

/// Base of all nodes: immutable after construction, shared between statements, safe to read from any thread.
/// `type` says how a result cell of this expression is read, and how a value compared with it is bound.
struct Expression {
    ExpressionKind kind;
    Type type;

    virtual ~Expression();

protected:
    Expression(ExpressionKind k, Type t) noexcept : kind(k), type(t) {}
    Expression(const Expression&) = default;
};

/// A counted pointer to a node. Copy and destruction are compiled once, in the library.
class ExpressionPtr {
public:
    ExpressionPtr() noexcept;
    explicit ExpressionPtr(std::shared_ptr<const Expression> node) noexcept;
    ExpressionPtr(const ExpressionPtr& other) noexcept;
    ExpressionPtr(ExpressionPtr&& other) noexcept;
    ExpressionPtr& operator=(const ExpressionPtr& other) noexcept;
    ExpressionPtr& operator=(ExpressionPtr&& other) noexcept;
    ~ExpressionPtr();

    [[nodiscard]] const Expression* get() const noexcept { return node_.get(); }
    const Expression& operator*() const noexcept { return *node_; }
    const Expression* operator->() const noexcept { return node_.get(); }
    explicit operator bool() const noexcept { return node_ != nullptr; }
    [[nodiscard]] const std::shared_ptr<const Expression>& shared() const noexcept { return node_; }

private:
    std::shared_ptr<const Expression> node_;
};

/// A column of a source.
struct ColumnExpression : Expression {
    const FromSource* source;
    std::size_t index;
    ColumnExpression(const FromSource& s, std::size_t i);
    [[nodiscard]] const Column& column() const { return source->table->columns()[index]; }
};

/// A value. It is always sent as a parameter, except in DDL.
struct BindExpression : Expression {
    Value value;
    BindExpression(Value v, Type t);
};

struct BinaryExpression : Expression {
    BinaryOperator op;
    ExpressionPtr left, right;
    BinaryExpression(BinaryOperator o, ExpressionPtr l, ExpressionPtr r, Type t);
};

struct UnaryExpression : Expression {
    UnaryOperator op;
    ExpressionPtr operand;
    UnaryExpression(UnaryOperator o, ExpressionPtr e, Type t);
};

struct FunctionExpression : Expression {
    Function function;
    std::string name;                      ///< only for Function::named
    std::vector<ExpressionPtr> arguments;  ///< none: count(*)
    bool distinct = false;
    FunctionExpression(Function f, std::string n, std::vector<ExpressionPtr> a, bool d, Type t);
};

struct BetweenExpression : Expression {
    ExpressionPtr operand, low, high;
    BetweenExpression(ExpressionPtr e, ExpressionPtr l, ExpressionPtr h);
};

/// `operand IN (values)`. An empty list is false for every row. No NULL among the values; all are bound as
/// `value_type`.
struct InExpression : Expression {
    ExpressionPtr operand;
    std::vector<Value> values;
    Type value_type;
    bool negated;
    InExpression(ExpressionPtr e, std::vector<Value> v, Type t, bool n);
};

/// LIKE with `%` and `_`, `\` as escape in every dialect. `like` distinguishes case, `ilike` does not.
struct LikeExpression : Expression {
    ExpressionPtr operand, pattern;
    bool ignore_case;
    bool negated;
    LikeExpression(ExpressionPtr e, ExpressionPtr p, bool i, bool n);
};

struct NullTestExpression : Expression {
    ExpressionPtr operand;
    bool negated;  ///< true: IS NOT NULL
    NullTestExpression(ExpressionPtr e, bool n);
};

/// A named expression in a select list.
struct LabelExpression : Expression {
    ExpressionPtr inner;
    std::string name;
    LabelExpression(ExpressionPtr e, std::string n);
};

/// One term of ORDER BY.
struct Ordering {
    ExpressionPtr expression;
    bool descending = false;
};

// Factories: they decide the type of the result and are compiled once.
[[nodiscard]] ExpressionPtr column(const FromSource& source, std::size_t index);
/// A literal. `like` (may be null) is the expression it meets: the value takes its kind and scale, but not its limits
/// (a text longer than the column is unequal to it, not an error). A Decimal with more digits after the point than
/// `like` keeps its own scale; a value of another family (a double for a numeric, a text for a date) keeps its own
/// kind.
[[nodiscard]] ExpressionPtr bind(Value value, const Expression* like = nullptr);
/// Comparison, logic or arithmetic. Arithmetic on numeric: + and - have the larger scale, * the sum of the scales,
/// / the larger scale plus six digits, rounded half up; one side real makes the result real; / of integers cuts off.
/// A literal in * and / has the digits it was written with. `= NULL` and `!= NULL` become IS NULL and IS NOT NULL.
/// @throws ArgumentError if the two sides cannot meet (text + integer), naming both types.
[[nodiscard]] ExpressionPtr binary(BinaryOperator op, ExpressionPtr left, ExpressionPtr right);
/// NOT and minus. NOT of LIKE, IN, IS NULL and comparisons is written as their opposite.
[[nodiscard]] ExpressionPtr unary(UnaryOperator op, ExpressionPtr operand);
/// sum keeps the scale and widens integer to big_integer; avg of integers is real, of numeric(p, s) numeric with scale
/// s + 6, rounded half up; count is big_integer; min and max keep the type.
[[nodiscard]] ExpressionPtr function(Function function, std::vector<ExpressionPtr> arguments, bool distinct = false);
/// Any other function of the database. @throws ArgumentError if `name` is not letters, digits, `_` and `.`.
[[nodiscard]] ExpressionPtr named_function(std::string name, std::vector<ExpressionPtr> arguments, Type type);
[[nodiscard]] ExpressionPtr between(ExpressionPtr operand, ExpressionPtr low, ExpressionPtr high);
/// @throws ArgumentError if a value is NULL or of a kind that the operand cannot equal.
[[nodiscard]] ExpressionPtr in_list(ExpressionPtr operand, std::vector<Value> values, bool negated);
[[nodiscard]] ExpressionPtr like(ExpressionPtr operand, ExpressionPtr pattern, bool ignore_case, bool negated);
[[nodiscard]] ExpressionPtr null_test(ExpressionPtr operand, bool negated);
[[nodiscard]] ExpressionPtr label(ExpressionPtr expression, std::string name);

}  // namespace athanor::sql

#pragma GCC visibility pop
