#include <athanor/core/error.hpp>
#include <athanor/sql/shape.hpp>

#include "sql_fixture.hpp"

namespace athanor::testing {
namespace {

using sql::BinaryOperator;
using sql::Function;
using sql::UnaryOperator;

class Expressions : public SqlTest {
protected:
    sql::ExpressionPtr is(int value) const { return op(BinaryOperator::equal, e("count"), Value(value)); }
};

TEST_F(Expressions, PutParenthesesWhereOrMeetsAnd) {
    const auto either = op(BinaryOperator::or_, is(1), is(2));
    EXPECT_EQ(sqlite_where(either), "expenses.count = ? OR expenses.count = ?");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::and_, either, is(3))),
              "(expenses.count = ? OR expenses.count = ?) AND expenses.count = ?");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::or_, op(BinaryOperator::and_, is(1), is(2)), is(3))),
              "expenses.count = ? AND expenses.count = ? OR expenses.count = ?");
    EXPECT_EQ(sqlite_where(sql::unary(UnaryOperator::not_, either)), "NOT (expenses.count = ? OR expenses.count = ?)");
}

TEST_F(Expressions, PutParenthesesAroundAnOrBetweenTwoConditions) {
    auto statement = where(op(BinaryOperator::or_, is(1), is(2)));
    statement.add_where(is(3));
    EXPECT_EQ(postgresql(statement),
              "SELECT expenses.id FROM expenses WHERE (expenses.count = $1 OR expenses.count = $2) "
              "AND expenses.count = $3");
}

TEST_F(Expressions, KeepTheTreeOfArithmetic) {
    const auto sum = op(BinaryOperator::add, e("count"), e("total"));
    const auto difference = op(BinaryOperator::subtract, e("count"), e("total"));
    EXPECT_EQ(sqlite_item(op(BinaryOperator::multiply, sum, e("count"))),
              "(expenses.count + expenses.total) * expenses.count");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::subtract, e("count"), difference)),
              "expenses.count - (expenses.count - expenses.total)");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::subtract, difference, e("count"))),
              "expenses.count - expenses.total - expenses.count");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::divide, e("count"), op(BinaryOperator::multiply, e("count"), e("total")))),
              "expenses.count / (expenses.count * expenses.total)");
}

TEST_F(Expressions, NeverWriteTwoMinusSignsInARow) {
    const auto minus = sql::unary(UnaryOperator::negate, e("count"));
    EXPECT_EQ(sqlite_item(sql::unary(UnaryOperator::negate, minus)), "-(-expenses.count)");
    EXPECT_EQ(sqlite_item(sql::unary(UnaryOperator::negate, op(BinaryOperator::add, e("count"), Value(1)))),
              "-(expenses.count + ?)");
    EXPECT_EQ(sqlite_item(op(BinaryOperator::subtract, e("count"), minus)), "expenses.count - -expenses.count");
}

TEST_F(Expressions, CompareTheResultOfAComparisonInParentheses) {
    EXPECT_EQ(sqlite_where(op(BinaryOperator::equal, is(1), is(2))), "(expenses.count = ?) = (expenses.count = ?)");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::equal, e("active"), sql::null_test(e("weight"), false))),
              "expenses.active = (expenses.weight IS NULL)");
}

TEST_F(Expressions, WriteTheOppositeInsteadOfNot) {
    const auto negated = [&](sql::ExpressionPtr inner) {
        return sqlite_where(sql::unary(UnaryOperator::not_, std::move(inner)));
    };
    EXPECT_EQ(negated(is(1)), "expenses.count != ?");
    EXPECT_EQ(negated(op(BinaryOperator::less, e("count"), Value(1))), "expenses.count >= ?");
    EXPECT_EQ(negated(sql::null_test(e("weight"), false)), "expenses.weight IS NOT NULL");
    EXPECT_EQ(negated(sql::in_list(e("count"), {Value(1)}, false)), "expenses.count NOT IN (?)");
    EXPECT_EQ(negated(e("active")), "NOT expenses.active");
    EXPECT_EQ(negated(sql::unary(UnaryOperator::not_, e("active"))), "expenses.active");
    EXPECT_EQ(negated(sql::between(e("count"), sql::bind(Value(1)), sql::bind(Value(2)))),
              "NOT expenses.count BETWEEN ? AND ?");
}

TEST_F(Expressions, TestForNullInsteadOfComparingWithIt) {
    EXPECT_EQ(sqlite_where(op(BinaryOperator::equal, e("weight"), Value())), "expenses.weight IS NULL");
    EXPECT_EQ(sqlite_where(op(BinaryOperator::not_equal, e("weight"), Value())), "expenses.weight IS NOT NULL");
}

TEST_F(Expressions, MatchPatternsWithBackslashAsEscapeEverywhere) {
    const auto like = sql::like(e("description"), sql::bind(Value("50\\%%")), false, false);
    EXPECT_EQ(sqlite_where(like), "expenses.description LIKE ? ESCAPE '\\'");
    EXPECT_EQ(postgresql_where(like), "expenses.description LIKE $1");
    const auto ilike = sql::like(e("description"), sql::bind(Value("f%")), true, false);
    EXPECT_EQ(sqlite_where(ilike), "athanor_ilike(?, expenses.description)");
    EXPECT_EQ(postgresql_where(ilike), "expenses.description ILIKE $1");
    const auto negated = sql::unary(UnaryOperator::not_, ilike);
    EXPECT_EQ(sqlite_where(negated), "NOT athanor_ilike(?, expenses.description)");
    EXPECT_EQ(postgresql_where(negated), "expenses.description NOT ILIKE $1");
}

TEST_F(Expressions, NumberTheirPlaceholdersWhenSqliteTurnsThemRound) {
    const auto both = sql::like(sql::bind(Value("Food")), sql::bind(Value("f%")), true, false);
    EXPECT_EQ(sqlite_where(both), "athanor_ilike(?2, ?1)");
    EXPECT_EQ(postgresql_where(both), "$1 ILIKE $2");
}

TEST_F(Expressions, FillListsUpToAPowerOfTwo) {
    const auto list = [&](std::size_t size) {
        return sql::in_list(e("count"), std::vector<Value>(size, Value(7)), false);
    };
    EXPECT_EQ(postgresql_where(list(1)), "expenses.count IN ($1)");
    EXPECT_EQ(postgresql_where(list(2)), "expenses.count IN ($1, $2)");
    EXPECT_EQ(postgresql_where(list(3)), "expenses.count IN ($1, $2, $3, $4)");
    EXPECT_EQ(postgresql_where(list(5)), "expenses.count IN ($1, $2, $3, $4, $5, $6, $7, $8)");
    EXPECT_EQ(postgresql_where(list(0)), "1 = 0");
    EXPECT_EQ(postgresql_where(sql::in_list(e("count"), {}, true)), "1 = 1");
}

TEST_F(Expressions, LeaveNoParameterOfAnEmptyListBehind) {
    const auto shifted = op(BinaryOperator::add, e("count"), Value(1));
    const auto statement = where(sql::in_list(shifted, {}, false));
    EXPECT_TRUE(sql::shape_of(statement).values.empty());
    EXPECT_TRUE(sqlite::SqliteCompiler().compile(statement)->parameters.empty());
}

TEST_F(Expressions, RefuseToMixWhatCannotMeet) {
    EXPECT_THROW((void)op(BinaryOperator::add, e("description"), Value(1)), ArgumentError);
    EXPECT_THROW((void)op(BinaryOperator::equal, e("day"), Value("2026-01-01")), ArgumentError);
    EXPECT_THROW((void)op(BinaryOperator::equal, e("active"), Value(1)), ArgumentError);
    EXPECT_THROW((void)op(BinaryOperator::and_, e("active"), e("count")), ArgumentError);
    EXPECT_THROW((void)sql::function(Function::sum, {e("description")}), ArgumentError);
    EXPECT_THROW((void)sql::like(e("count"), sql::bind(Value("1")), false, false), ArgumentError);
    EXPECT_THROW((void)sql::in_list(e("count"), {Value()}, false), ArgumentError);
    EXPECT_THROW((void)sql::in_list(e("count"), {Value("x")}, false), ArgumentError);
    try {
        (void)op(BinaryOperator::add, e("description"), Value(1));
    } catch (const ArgumentError& error) {
        EXPECT_EQ(error.message(), "+ cannot be used with expenses.description (text(200)) and a value (integer)");
    }
}

TEST_F(Expressions, RefuseAFunctionNameThatIsMoreThanAName) {
    EXPECT_THROW((void)sql::named_function("now(); DROP TABLE x; --", {}, date_time_type), ArgumentError);
    EXPECT_THROW((void)sql::named_function("", {}, date_time_type), ArgumentError);
    EXPECT_EQ(sqlite_item(sql::named_function("trim", {e("description")}, text_type)), "trim(expenses.description)");
}

TEST_F(Expressions, GiveAggregatesTheSameTypeOnBothServers) {
    const auto item = [&](Function function, std::string_view name, bool distinct = false) {
        return postgresql_item(sql::function(function, {e(name)}, distinct));
    };
    EXPECT_EQ(item(Function::avg, "count"), "CAST(avg(expenses.count) AS double precision)");
    EXPECT_EQ(item(Function::avg, "amount"), "round(avg(expenses.amount), 8)");
    EXPECT_EQ(item(Function::avg, "weight"), "avg(expenses.weight)");
    EXPECT_EQ(item(Function::sum, "count"), "sum(expenses.count)");
    EXPECT_EQ(item(Function::sum, "total"), "CAST(sum(expenses.total) AS bigint)");
    EXPECT_EQ(item(Function::sum, "amount"), "sum(expenses.amount)");
    EXPECT_EQ(item(Function::count, "id", true), "count(DISTINCT expenses.id)");
    EXPECT_EQ(postgresql_item(sql::function(Function::count, {})), "count(*)");
    EXPECT_EQ(sql::function(Function::sum, {e("count")})->type, big_integer_type);
    EXPECT_EQ(sql::function(Function::avg, {e("count")})->type, real_type);
    EXPECT_EQ(sql::function(Function::avg, {e("amount")})->type, numeric(38, 8));
    EXPECT_EQ(sql::function(Function::max, {e("amount")})->type, numeric(38, 2));
    EXPECT_EQ(sql::function(Function::min, {e("day")})->type, date_type);
}

TEST_F(Expressions, KeepASecretSecretThroughWhatIsMadeOfIt) {
    const auto table = make_table("accounts", {{.name = "token", .type = {.kind = TypeKind::text, .secret = true}}});
    const sql::FromSource accounts{table.get(), {}};
    const auto token = col(accounts, "token");
    const auto compare = op(BinaryOperator::equal, token, Value("hush"));
    EXPECT_TRUE(static_cast<const sql::BinaryExpression&>(*compare).right->type.secret);
    EXPECT_TRUE(sql::function(Function::lower, {token})->type.secret);
    const auto list = sql::in_list(token, {Value("a")}, false);
    EXPECT_TRUE(static_cast<const sql::InExpression&>(*list).value_type.secret);
}

TEST_F(Expressions, BindALiteralWithoutTheLimitsOfTheColumnItIsComparedWith) {
    EXPECT_EQ(sql::bind(Value(std::string(300, 'x')), e("description").get())->type, text_type);
    EXPECT_EQ(sql::bind(Value(5), e("amount").get())->type, numeric(38, 2));
    EXPECT_EQ(sql::bind(Value(Decimal::parse("1.500")), e("amount").get())->type, numeric(38, 2));
    EXPECT_EQ(sql::bind(Value(Decimal::parse("1.505")), e("amount").get())->type, numeric(38, 3));
    EXPECT_EQ(sql::bind(Value(std::int64_t{5'000'000'000}), e("count").get())->type, big_integer_type);
    EXPECT_EQ(sql::bind(Value(Decimal::parse("3.0")), e("count").get())->type, integer_type);
    EXPECT_EQ(sql::bind(Value(1.5), e("amount").get())->type, real_type);
    EXPECT_EQ(sql::bind(Value(3), e("weight").get())->type, real_type);
}

}  // namespace
}  // namespace athanor::testing
