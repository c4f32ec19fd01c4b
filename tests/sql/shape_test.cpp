#include <athanor/sql/shape.hpp>

#include "sql_fixture.hpp"

namespace athanor::testing {
namespace {

using sql::BinaryOperator;
using sql::shape_of;

class Shapes : public SqlTest {
protected:
    [[nodiscard]] std::string key(const sql::Statement& statement) const { return shape_of(statement).key; }
    [[nodiscard]] sql::Statement count_is(Value value) const {
        return where(op(BinaryOperator::equal, e("count"), std::move(value)));
    }
};

TEST_F(Shapes, AreEqualForOtherValues) {
    EXPECT_EQ(key(count_is(Value(1))), key(count_is(Value(2))));
    EXPECT_EQ(shape_of(count_is(Value(2))).values.at(0)->as_int64(), 2);
}

TEST_F(Shapes, DifferForWhatChangesTheText) {
    const auto base = key(count_is(Value(1)));
    EXPECT_NE(base, key(select_id()));
    EXPECT_NE(base, key(where(op(BinaryOperator::less, e("count"), Value(1)))));
    EXPECT_NE(base, key(where(op(BinaryOperator::equal, e("total"), Value(1)))));
    auto limited = count_is(Value(1));
    limited.set_limit(5);
    auto skipping = count_is(Value(1));
    skipping.set_offset(5);
    EXPECT_NE(base, key(limited));
    EXPECT_NE(key(limited), key(skipping));
    auto distinct = count_is(Value(1));
    distinct.set_distinct();
    EXPECT_NE(base, key(distinct));
}

TEST_F(Shapes, DifferForTheTypeAValueIsBoundAs) {
    EXPECT_NE(key(where(op(BinaryOperator::less, e("amount"), Value(Decimal::parse("1.5"))))),
              key(where(op(BinaryOperator::less, e("amount"), Value(Decimal::parse("1.555"))))))
        << "on SQLite the column must be scaled for the second";
    EXPECT_NE(key(count_is(Value(1))), key(count_is(Value(std::int64_t{5'000'000'000}))));
}

TEST_F(Shapes, HoldLimitAndOffsetAsParameters) {
    auto statement = select_id();
    statement.set_limit(10);
    statement.set_offset(20);
    const auto shape = shape_of(statement);
    ASSERT_EQ(shape.values.size(), 2U);
    EXPECT_EQ(shape.values[0]->as_int64(), 10);
    EXPECT_EQ(shape.values[1]->as_int64(), 20);
    auto other = select_id();
    other.set_limit(1);
    other.set_offset(1);
    EXPECT_EQ(shape.key, key(other));
}

// count = x OR total = x with one node for x is one parameter; with two nodes it is two. Were the keys equal, the
// second statement would run the SQL of the first and lose a value.
TEST_F(Shapes, TellOneLiteralUsedTwiceFromTwoLiterals) {
    const auto x = sql::bind(Value(7), e("total").get());
    const auto y = sql::bind(Value(8), e("total").get());
    const auto either = [&](const sql::ExpressionPtr& left, const sql::ExpressionPtr& right) {
        return where(op(BinaryOperator::or_, op(BinaryOperator::equal, e("total"), left),
                        op(BinaryOperator::equal, e("total"), right)));
    };
    EXPECT_NE(key(either(x, x)), key(either(x, y)));
    EXPECT_EQ(shape_of(either(x, x)).values.size(), 1U);
    EXPECT_EQ(shape_of(either(x, y)).values.size(), 2U);
    EXPECT_EQ(postgresql(either(x, x)),
              "SELECT expenses.id FROM expenses WHERE expenses.total = $1 OR expenses.total = $1");
    EXPECT_EQ(sqlite(either(x, x)),
              "SELECT expenses.id FROM expenses WHERE expenses.total = ?1 OR expenses.total = ?1");
    const auto three = [&](const sql::ExpressionPtr& a, const sql::ExpressionPtr& b, const sql::ExpressionPtr& third) {
        auto statement = either(a, b);
        statement.add_where(op(BinaryOperator::equal, e("total"), third));
        return key(statement);
    };
    EXPECT_NE(three(x, y, x), three(x, y, y));
    EXPECT_EQ(three(x, y, x), three(y, x, y));
}

TEST_F(Shapes, TellOneLiteralStoredInTwoColumnsByTheirTypes) {
    const auto x = sql::bind(Value(7), e("total").get());
    sql::WriteBody body;
    body.table = &expenses;
    sql::Statement update(sql::StatementKind::update, std::move(body));
    update.add_assignment(expenses_table->find("total").value(), x);
    update.add_where(op(BinaryOperator::equal, e("total"), x));
    EXPECT_EQ(shape_of(update).values.size(), 1U);
    EXPECT_EQ(sqlite(update), "UPDATE expenses SET total = ?1 WHERE expenses.total = ?1");
}

TEST_F(Shapes, AreFewForListsOfManyLengths) {
    const auto list = [&](int size) {
        std::vector<Value> values;
        for (int i = 0; i < size; ++i) {
            values.emplace_back(i);
        }
        return where(sql::in_list(e("count"), std::move(values), false));
    };
    EXPECT_EQ(key(list(5)), key(list(8)));
    EXPECT_NE(key(list(4)), key(list(5)));
    EXPECT_NE(key(list(0)), key(list(1)));
    const auto statement = list(5);
    const auto shape = shape_of(statement);
    ASSERT_EQ(shape.values.size(), 8U);
    EXPECT_EQ(shape.values[4]->as_int64(), 4);
    EXPECT_EQ(shape.values[7]->as_int64(), 4) << "filled up with the last value";
    EXPECT_TRUE(shape.owned.empty());
}

TEST_F(Shapes, TellAliasesAndTablesApart) {
    const sql::FromSource m{expenses_table.get(), "m"};
    const sql::FromSource n{expenses_table.get(), "n"};
    const auto from = [](const sql::FromSource& source) {
        sql::SelectBody body;
        body.items.push_back({{}, &source});
        body.from = &source;
        return shape_of(sql::Statement(std::move(body))).key;
    };
    EXPECT_NE(from(m), from(n));
    EXPECT_NE(from(m), from(expenses));
    EXPECT_NE(from(expenses), from(categories));
    const auto twin = make_table("categories", {{.name = "other", .type = integer_type}});
    const sql::FromSource twin_source{twin.get(), {}};
    EXPECT_NE(from(categories), from(twin_source)) << "another table of the same name";
}

TEST_F(Shapes, ListTheValuesInTheOrderOfTheCompiledParameters) {
    auto statement = select(sql::label(op(BinaryOperator::add, e("count"), Value(1)), "next"));
    statement.add_where(sql::like(e("description"), sql::bind(Value("two")), true, false));
    statement.add_where(sql::in_list(e("count"), {Value(3), Value(4), Value(5)}, false));
    statement.add_where(sql::between(e("amount"), sql::bind(Value(6)), sql::bind(Value(Decimal::parse("7.5")))));
    statement.add_order_by({op(BinaryOperator::multiply, e("count"), Value(8)), false});
    statement.set_limit(9);
    const auto shape = shape_of(statement);
    const auto compiled = sqlite::SqliteCompiler().compile(statement);
    ASSERT_EQ(shape.values.size(), compiled->parameters.size());
    std::string all;
    for (const auto* value : shape.values) {
        all += value->to_string() + " ";
    }
    EXPECT_EQ(all, "1 'two' 3 4 5 5 6 7.5 8 9 ");
    EXPECT_EQ(compiled->parameters[1], text_type);
    EXPECT_EQ(compiled->parameters[6], numeric(38, 2));
    EXPECT_EQ(compiled->parameters[9], big_integer_type);
}

TEST_F(Shapes, StayCorrectWithHundredsOfLiterals) {
    auto statement = select_id();
    const auto shared = sql::bind(Value(-1), e("count").get());
    for (int i = 0; i < 300; ++i) {
        statement.add_where(op(BinaryOperator::not_equal, e("count"), Value(i)));
        statement.add_where(op(BinaryOperator::not_equal, e("count"), shared));
    }
    const auto shape = shape_of(statement);
    ASSERT_EQ(shape.values.size(), 301U);
    EXPECT_EQ(shape.values[0]->as_int64(), 0);
    EXPECT_EQ(shape.values[1]->as_int64(), -1);
    EXPECT_EQ(shape.values[300]->as_int64(), 299);
    EXPECT_NE(postgresql(statement).find("expenses.count != $301 AND expenses.count != $2"), std::string::npos);
}

}  // namespace
}  // namespace athanor::testing
