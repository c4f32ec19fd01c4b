#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <athanor/sql/compiled.hpp>
#include <athanor/sql/identifiers.hpp>
#include <athanor/sql/statement.hpp>

#pragma GCC visibility push(default)

namespace athanor::sql {

namespace detail {
class [[gnu::visibility("hidden")]] Slots;
}

/// How tightly an expression's text holds together, loosest first. The order is safe for every server: comparisons do
/// not chain, and what two servers rank differently (`||` and `+`) never meets, because one is for text and one for
/// numbers.
enum class Precedence : int { lowest, or_, and_, not_, comparison, concat, add, multiply, negate, atom };

/// Writes statements as SQL: the base of all dialects, which override the visit_* whose text differs. Every visit_*
/// appends to the text and returns the precedence of what it wrote; write() puts parentheses around it where its place
/// needs them. One object compiles one thing at a time; not thread-safe.
class Compiler {
public:
    explicit Compiler(const Identifiers& identifiers);
    Compiler(const Compiler&) = delete;
    Compiler& operator=(const Compiler&) = delete;
    virtual ~Compiler();

    /// @throws CompileError if the statement names a source that is not in FROM, or has more parameters than the server
    /// takes.
    [[nodiscard]] CompiledPtr compile(const Statement& statement);
    /// A condition for CHECK: columns of `table` without its name, values written out.
    /// @throws CompileError if it uses another table.
    [[nodiscard]] std::string compile_condition(const Expression& condition, const Table& table);
    /// A value as the server reads it in the text of a statement; only for DDL, where nothing can be bound.
    /// @throws ArgumentError for text with NUL and for a double that is not finite.
    [[nodiscard]] std::string compile_literal(const Value& value, const Type& type);

protected:
    virtual void visit_select(const SelectBody& body);
    virtual void visit_insert(const WriteBody& body);
    virtual void visit_update(const WriteBody& body);
    virtual void visit_delete(const WriteBody& body);
    virtual void visit_limit(const SelectBody& body);

    virtual Precedence visit_column(const ColumnExpression& e);
    virtual Precedence visit_bind(const BindExpression& e);
    virtual Precedence visit_binary(const BinaryExpression& e);
    virtual Precedence visit_divide(const BinaryExpression& e);
    virtual Precedence visit_unary(const UnaryExpression& e);
    virtual Precedence visit_function(const FunctionExpression& e);
    virtual Precedence visit_between(const BetweenExpression& e);
    virtual Precedence visit_in_list(const InExpression& e);
    virtual Precedence visit_like(const LikeExpression& e);
    virtual Precedence visit_null_test(const NullTestExpression& e);
    /// The expression converted to where it is used: the scale of the other side of a comparison, a column's type.
    virtual Precedence visit_as(const Expression& e, const Type& target);

    /// The placeholder of parameter `index` (from 0). `in_order`: every parameter occurs once, in order.
    [[nodiscard]] virtual std::string placeholder(std::size_t index, bool in_order) const = 0;
    /// How many parameters the server takes in one statement.
    [[nodiscard]] virtual std::size_t max_parameters() const = 0;
    virtual void write_literal(const Value& value, const Type& type);

    Precedence visit(const Expression& e);
    /// visit() or visit_as(), in parentheses if what was written is looser than `minimum`.
    void write(const Expression& e, Precedence minimum = Precedence::lowest);
    void write_as(const Expression& e, const Type& target, Precedence minimum = Precedence::lowest);
    void write_name(std::string_view name) { identifiers_.write(out_, name); }
    void write_source(const FromSource& source);
    /// Parameter of a LIMIT or OFFSET that the body holds.
    void write_row_count(const std::optional<std::int64_t>& rows);
    void write_call(std::string_view name, const FunctionExpression& e);
    [[nodiscard]] static Precedence next(Precedence level) noexcept {
        return static_cast<Precedence>(static_cast<int>(level) + 1);
    }
    [[nodiscard]] bool writes_literals() const noexcept { return literals_; }

    std::string out_;

private:
    struct Use {
        std::size_t position;
        std::size_t index;
    };

    void begin();
    void write_items(const SelectBody& body);
    void write_conditions(std::string_view keyword, const std::vector<ExpressionPtr>& conditions);
    void write_order_by(const SelectBody& body);
    void write_assigned(const Assignment& assignment, const Table& table);
    void write_returning(const WriteBody& body);
    void write_parameter(const void* owner, const Type& type, std::size_t offset = 0);
    void parenthesise(std::size_t from, Precedence got, Precedence minimum);
    void add_source(const FromSource& source);
    [[nodiscard]] std::string finished() const;

    Identifiers identifiers_;
    const detail::Slots* slots_ = nullptr;
    std::vector<const FromSource*> sources_;
    const Table* condition_of_ = nullptr;  ///< set while a CHECK is written
    bool literals_ = false;
    bool joins_ = false;  ///< the statement can name further sources
    std::vector<Use> uses_;
    std::vector<Type> results_;
};

}  // namespace athanor::sql

#pragma GCC visibility pop
