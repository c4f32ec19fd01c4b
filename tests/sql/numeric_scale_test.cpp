#include <athanor/core/error.hpp>

#include "sql_fixture.hpp"

// SQLite stores a numeric(p, s) as an integer of units of 10^-s. `amount` has two digits after the point, `rate` four.
namespace athanor::testing {
namespace {

using sql::BinaryOperator;
using sql::Function;

class NumericScale : public SqlTest {
protected:
    static std::vector<Type> parameters(const sql::Statement& statement) {
        return sqlite::SqliteCompiler().compile(statement)->parameters;
    }
};

TEST_F(NumericScale, BindsALiteralInTheUnitsOfTheColumn) {
    const auto condition = op(BinaryOperator::greater, e("amount"), Value(50));
    EXPECT_EQ(sqlite_where(condition), "expenses.amount > ?");
    EXPECT_EQ(parameters(where(condition)), std::vector{numeric(38, 2)});
}

TEST_F(NumericScale, ScalesTheColumnForALiteralWithMoreDigits) {
    const auto condition = op(BinaryOperator::greater, e("amount"), Value(Decimal::parse("50.005")));
    EXPECT_EQ(sqlite_where(condition), "expenses.amount * 10 > ?");
    EXPECT_EQ(postgresql_where(condition), "expenses.amount > $1");
    EXPECT_EQ(parameters(where(condition)), std::vector{numeric(38, 3)});
}

TEST_F(NumericScale, ComparesColumnsOfTwoScales) {
    EXPECT_EQ(sqlite_where(op(BinaryOperator::less, e("amount"), e("rate"))), "expenses.amount * 100 < expenses.rate");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::less, e("rate"), e("amount"))), "expenses.rate < expenses.amount * 100");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::equal, e("amount"), e("count"))),
              "expenses.amount = expenses.count * 100");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::equal, e("count"), Value(Decimal::parse("1.5")))),
              "expenses.count * 10 = ?");
}

TEST_F(NumericScale, ComparesWithDoublesAsDoubles) {
    EXPECT_EQ(sqlite_where(op(BinaryOperator::less, e("amount"), e("weight"))),
              "expenses.amount / 100.0 < expenses.weight");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::less, e("amount"), Value(1.5))), "expenses.amount / 100.0 < ?");
    EXPECT_EQ(postgresql_where(op(BinaryOperator::less, e("amount"), e("weight"))),
              "expenses.amount < expenses.weight");
}

TEST_F(NumericScale, AddsInTheLargerScale) {
    const auto sum = op(BinaryOperator::add, e("amount"), e("rate"));
    EXPECT_EQ(sum->type, numeric(38, 4));
    EXPECT_EQ(sqlite_item(sum), "expenses.amount * 100 + expenses.rate");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::subtract, e("rate"), e("count"))),
              "expenses.rate - expenses.count * 10000");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::subtract, e("rate"), op(BinaryOperator::add, e("amount"), e("amount")))),
              "expenses.rate - (expenses.amount + expenses.amount) * 100");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::add, e("amount"), e("weight"))),
              "expenses.amount / 100.0 + expenses.weight");
}

TEST_F(NumericScale, AddsTheScalesOfAProduct) {
    const auto product = op(BinaryOperator::multiply, e("amount"), e("rate"));
    EXPECT_EQ(product->type, numeric(38, 6));
    EXPECT_EQ(sqlite_item(product), "expenses.amount * expenses.rate");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::multiply, e("amount"), e("weight"))),
              "expenses.amount / 100.0 * expenses.weight");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::multiply, e("weight"), e("amount"))),
              "expenses.weight * (expenses.amount / 100.0)");
}

TEST_F(NumericScale, GivesALiteralFactorItsOwnDigits) {
    const auto twice = op(BinaryOperator::multiply, e("amount"), Value(2));
    EXPECT_EQ(twice->type, numeric(38, 2));
    EXPECT_EQ(parameters(select(twice)), std::vector{numeric(38, 0)});
    EXPECT_EQ(op(BinaryOperator::multiply, e("amount"), Value(Decimal::parse("1.5")))->type, numeric(38, 3));
}

TEST_F(NumericScale, DividesToSixMoreDigitsRoundedHalfUp) {
    const auto ratio = op(BinaryOperator::divide, e("amount"), e("rate"));
    EXPECT_EQ(ratio->type, numeric(38, 10));
    EXPECT_EQ(sqlite_item(ratio), "athanor_divide(expenses.amount, expenses.rate, 12)");
    EXPECT_EQ(postgresql_item(ratio), "round(expenses.amount / expenses.rate, 10)");
    const auto third = op(BinaryOperator::divide, e("amount"), Value(3));
    EXPECT_EQ(sqlite_item(third), "athanor_divide(expenses.amount, ?, 6)");
    EXPECT_EQ(third->type, numeric(38, 8));
    EXPECT_EQ(sqlite_item(op(BinaryOperator::divide, e("count"), e("total"))), "expenses.count / expenses.total");
}

TEST_F(NumericScale, AveragesExactly) {
    EXPECT_EQ(sqlite_item(sql::function(Function::avg, {e("amount")})), "athanor_avg(expenses.amount, 6)");
    EXPECT_EQ(sqlite_item(sql::function(Function::avg, {e("amount")}, true)),
              "athanor_divide(sum(DISTINCT expenses.amount), count(DISTINCT expenses.amount), 6)");
    EXPECT_EQ(sqlite_item(sql::function(Function::avg, {e("count")})), "avg(expenses.count)");
}

TEST_F(NumericScale, ScalesListsBoundsAndAlternatives) {
    const auto list = sql::in_list(e("amount"), {Value(1), Value(Decimal::parse("1.005"))}, false);
    EXPECT_EQ(sqlite_where(list), "expenses.amount * 10 IN (?, ?)");
    EXPECT_EQ(parameters(where(list)), (std::vector{numeric(38, 3), numeric(38, 3)}));
    const auto between = sql::between(e("amount"), sql::bind(Value(1)), e("rate"));
    EXPECT_EQ(sqlite_where(between), "expenses.amount * 100 BETWEEN ? AND expenses.rate");
    EXPECT_EQ(parameters(where(between)), std::vector{numeric(38, 4)});
    const auto either = sql::function(Function::coalesce, {e("count"), e("amount"), sql::bind(Value(0))});
    EXPECT_EQ(either->type, numeric(38, 2));
    EXPECT_EQ(sqlite_item(either), "coalesce(expenses.count * 100, expenses.amount, ?)");
    EXPECT_EQ(parameters(select(either)), std::vector{numeric(38, 2)});
}

TEST_F(NumericScale, RoundsWhatIsAssignedAsTheServerDoes) {
    const auto assign = [&](std::string_view column, sql::ExpressionPtr value) {
        sql::WriteBody body;
        body.table = &expenses;
        sql::Statement statement(sql::StatementKind::update, std::move(body));
        statement.add_assignment(expenses_table->find(column).value(), std::move(value));
        return sqlite(statement);
    };
    EXPECT_EQ(assign("amount", op(BinaryOperator::multiply, e("amount"), Value(Decimal::parse("1.1")))),
              "UPDATE expenses SET amount = athanor_divide(expenses.amount * ?, 10, 0)");
    EXPECT_EQ(assign("rate", e("amount")), "UPDATE expenses SET rate = expenses.amount * 100");
    EXPECT_EQ(assign("weight", e("amount")), "UPDATE expenses SET weight = expenses.amount / 100.0");
    EXPECT_EQ(assign("amount", e("weight")),
              "UPDATE expenses SET amount = CAST(round(expenses.weight * 100.0) AS INTEGER)");
    EXPECT_EQ(assign("count", e("amount")), "UPDATE expenses SET count = athanor_divide(expenses.amount, 100, 0)");
}

TEST_F(NumericScale, RefusesMoreDigitsThanThereAre) {
    auto product = e("rate");
    for (int i = 0; i < 8; ++i) {
        product = op(BinaryOperator::multiply, product, e("rate"));
    }
    EXPECT_THROW((void)op(BinaryOperator::multiply, product, e("rate")), ArgumentError);
    EXPECT_THROW((void)sqlite_where(op(BinaryOperator::equal, product, e("amount"))), CompileError);
}

}  // namespace
}  // namespace athanor::testing
