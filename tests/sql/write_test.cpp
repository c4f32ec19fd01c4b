#include <athanor/core/error.hpp>
#include <athanor/sql/shape.hpp>

#include "sql_fixture.hpp"

namespace athanor::testing {
namespace {

using sql::BinaryOperator;
using sql::StatementKind;

class Write : public SqlTest {
protected:
    [[nodiscard]] sql::Statement statement(StatementKind kind) const {
        sql::WriteBody body;
        body.table = &expenses;
        return sql::Statement(kind, std::move(body));
    }
    void set(sql::Statement& target, std::string_view column, Value value) const {
        target.add_assignment(expenses_table->find(column).value(), sql::bind(std::move(value)));
    }
};

TEST_F(Write, InsertNamesItsColumnsAndReturnsWhatWasAskedFor) {
    auto insert = statement(StatementKind::insert);
    set(insert, "description", "Bread");
    set(insert, "amount", Value(Decimal::parse("2.5")));
    insert.edit_write().returning = {0, 2};
    EXPECT_EQ(sqlite(insert), "INSERT INTO expenses (description, amount) VALUES (?, ?) RETURNING id, amount");
    EXPECT_EQ(postgresql(insert), "INSERT INTO expenses (description, amount) VALUES ($1, $2) RETURNING id, amount");
    const auto compiled = postgresql::PostgresqlCompiler().compile(insert);
    EXPECT_EQ(compiled->parameters, (std::vector{text_of(200), numeric(12, 2)})) << "stored values have the limits";
    EXPECT_EQ(compiled->results, (std::vector{integer_type, numeric(12, 2)}));
    EXPECT_EQ(compiled->table, "expenses");
    EXPECT_FALSE(compiled->reads_only);
}

TEST_F(Write, InsertWithoutValuesTakesTheDefaults) {
    EXPECT_EQ(sqlite(statement(StatementKind::insert)), "INSERT INTO expenses DEFAULT VALUES");
    EXPECT_EQ(postgresql(statement(StatementKind::insert)), "INSERT INTO expenses DEFAULT VALUES");
}

TEST_F(Write, UpdateSetsBareColumnsFromQualifiedOnes) {
    auto update = statement(StatementKind::update);
    update.add_assignment(6, op(BinaryOperator::add, e("count"), Value(1)));
    set(update, "description", "x");
    set(update, "description", "y");
    update.add_where(op(BinaryOperator::equal, e("id"), Value(3)));
    EXPECT_EQ(postgresql(update),
              "UPDATE expenses SET count = expenses.count + $1, description = $2 WHERE expenses.id = $3");
    EXPECT_EQ(sqlite(update), "UPDATE expenses SET count = expenses.count + ?, description = ? WHERE expenses.id = ?");
    EXPECT_EQ(sql::shape_of(update).values[1]->as_string(), "y");
}

TEST_F(Write, DeleteTakesConditions) {
    auto remove = statement(StatementKind::delete_);
    remove.add_where(sql::in_list(e("id"), {Value(1), Value(2)}, false));
    EXPECT_EQ(sqlite(remove), "DELETE FROM expenses WHERE expenses.id IN (?, ?)");
    EXPECT_EQ(postgresql(remove), "DELETE FROM expenses WHERE expenses.id IN ($1, $2)");
}

TEST_F(Write, RefusesColumnsOfAnotherTable) {
    auto remove = statement(StatementKind::delete_);
    remove.add_where(op(BinaryOperator::equal, c("id"), Value(1)));
    EXPECT_THROW((void)sqlite(remove), CompileError);
    auto insert = statement(StatementKind::insert);
    insert.add_assignment(6, e("count"));
    EXPECT_THROW((void)sqlite(insert), CompileError);
    EXPECT_THROW((void)sqlite(statement(StatementKind::update)), CompileError) << "sets nothing";
}

TEST_F(Write, RefusesAValueThatItsColumnCannotHold) {
    auto insert = statement(StatementKind::insert);
    EXPECT_THROW(set(insert, "amount", "12"), ArgumentError);
    EXPECT_THROW(set(insert, "amount", Value(0.1)), ArgumentError) << "a double is not exact";
    EXPECT_THROW(set(insert, "count", Value(Decimal::parse("1.5"))), DataError);
    EXPECT_THROW(set(insert, "day", Value(DateTime())), ArgumentError);
    EXPECT_NO_THROW(set(insert, "count", Value(Decimal::parse("2.0"))));
    EXPECT_NO_THROW(set(insert, "weight", Value(Decimal::parse("1.5"))));
    EXPECT_NO_THROW(set(insert, "weight", Value()));
}

}  // namespace
}  // namespace athanor::testing
