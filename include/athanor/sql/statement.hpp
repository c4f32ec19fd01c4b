#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <athanor/sql/expression.hpp>

#pragma GCC visibility push(default)

namespace athanor::sql {

enum class StatementKind : std::uint8_t { select, insert, update, delete_ };

/// One entry of a select list: an expression, or an entity, which stands for all columns of a source in table order.
struct SelectItem {
    ExpressionPtr expression;
    const FromSource* entity = nullptr;
};

/// A joined source with its condition.
struct Join {
    const FromSource* target = nullptr;
    ExpressionPtr on;
    bool outer = false;
};

/// What a layer above wants to know again when the statement runs (loader options). The compiler ignores it.
struct ExecutionOptions {
    virtual ~ExecutionOptions();
};

/// The parts of a SELECT. Conditions in `where` and `having` are joined by AND.
struct SelectBody {
    std::vector<SelectItem> items;
    const FromSource* from = nullptr;
    std::vector<Join> joins;
    std::vector<ExpressionPtr> where;
    std::vector<ExpressionPtr> group_by;
    std::vector<ExpressionPtr> having;
    std::vector<Ordering> order_by;
    std::optional<std::int64_t> limit;   ///< at least 0
    std::optional<std::int64_t> offset;  ///< at least 0
    bool distinct = false;
    std::shared_ptr<const ExecutionOptions> options;  ///< may be null
};

/// `column = value` in INSERT and UPDATE.
struct Assignment {
    std::size_t column = 0;
    ExpressionPtr value;
};

/// The parts of an INSERT, UPDATE or DELETE. `returning` lists columns of the table whose values come back.
struct WriteBody {
    const FromSource* table = nullptr;
    std::vector<Assignment> assignments;
    std::vector<ExpressionPtr> where;
    std::vector<std::size_t> returning;
};

/// A SQL statement as a value: cheap to copy (one pointer), extended by making a changed copy; a body that is shared is
/// copied before it changes. Knows no dialect. Distinct objects may be used from different threads.
class Statement {
public:
    explicit Statement(SelectBody body);
    Statement(StatementKind kind, WriteBody body);
    Statement(const Statement& other) noexcept;
    Statement(Statement&& other) noexcept;
    Statement& operator=(const Statement& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    ~Statement();

    [[nodiscard]] StatementKind kind() const noexcept;
    /// Precondition: kind() is select.
    [[nodiscard]] const SelectBody& select() const noexcept;
    /// Precondition: kind() is not select.
    [[nodiscard]] const WriteBody& write() const noexcept;
    /// The body for change: copied first if another statement shares it.
    [[nodiscard]] SelectBody& edit_select();
    [[nodiscard]] WriteBody& edit_write();

    // Steps of the typed front, compiled once.
    void add_item(ExpressionPtr expression);
    void add_entity(const FromSource& source);
    void add_join(const FromSource& target, ExpressionPtr on, bool outer);
    void add_where(ExpressionPtr condition);
    void add_group_by(ExpressionPtr expression);
    void add_having(ExpressionPtr condition);
    void add_order_by(Ordering ordering);
    /// @throws ArgumentError if negative.
    void set_limit(std::int64_t rows);
    void set_offset(std::int64_t rows);
    void set_distinct();
    /// A second value for the same column takes the place of the first.
    /// @throws ArgumentError if the value's type is not the column's, DataError if a Decimal has more digits than it.
    void add_assignment(std::size_t column, ExpressionPtr value);

private:
    struct [[gnu::visibility("hidden")]] Body;
    void own();
    std::shared_ptr<Body> body_;
};

}  // namespace athanor::sql

#pragma GCC visibility pop
