#include <array>
#include <functional>
#include <random>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "sql_fixture.hpp"
#include "support/postgres.hpp"

// What the compilers write must mean the same on both servers. Every statement here runs on both, against the same
// rows.
namespace athanor::testing {
namespace {

using sql::BinaryOperator;
using sql::ExpressionPtr;
using sql::Function;
using sql::StatementKind;

class Cells final : public RowSink {
public:
    void row(const Cursor& cursor) override {
        for (std::size_t i = 0; i < cursor.columns(); ++i) {
            auto value = cursor.value(i);
            // The two servers may show an exact number with or without zeros at its end.
            text +=
                value.kind() == ValueKind::decimal ? value.as_decimal().normalized().to_string() : value.to_string();
            text += i + 1 == cursor.columns() ? "; " : ", ";
        }
    }
    std::string text;
};

class BothServers : public SqlTest {
protected:
    BothServers() : sqlite_engine(create_engine("sqlite://")), postgresql_engine(create_engine(database.url())) {
        MetaData metadata;
        metadata.add(*expenses_table);
        metadata.add(*categories_table);
        for (const auto* engine : {&sqlite_engine, &postgresql_engine}) {
            create_all(*engine, metadata);
            create_all(*engine, metadata);
        }
        categories_row("Food");
        categories_row("Travel");
        expenses_row("Bread 50%", "2.50", "1.2345", Value(1.5), 3, 1);
        expenses_row("BROT_5", "10.05", "0.0001", Value(), -7, 1);
        expenses_row("Über 50", "-3.33", "-2.5000", Value(-0.25), 0, 2);
        expenses_row("Groß\\x", "99.99", "3.3333", Value(2.0), 12, Value());
    }

    void categories_row(std::string_view name) {
        sql::WriteBody body;
        body.table = &categories;
        sql::Statement insert(StatementKind::insert, std::move(body));
        insert.add_assignment(1, sql::bind(Value(name)));
        run_write(insert);
    }

    void expenses_row(std::string_view description, std::string_view amount, std::string_view rate, Value weight,
                      int count, Value category) {
        sql::WriteBody body;
        body.table = &expenses;
        sql::Statement insert(StatementKind::insert, std::move(body));
        const std::vector<Value> values{Value(description),
                                        Value(Decimal::parse(amount)),
                                        Value(Decimal::parse(rate)),
                                        Value(Date(2026, 1, 1)),
                                        std::move(weight),
                                        Value(count),
                                        Value(count * 1'000'000'000LL),
                                        Value(count > 0),
                                        std::move(category)};
        for (std::size_t i = 0; i < values.size(); ++i) {
            insert.add_assignment(i + 1, sql::bind(values[i]));
        }
        run_write(insert);
    }

    void run_write(const sql::Statement& statement) {
        for (const auto* engine : {&sqlite_engine, &postgresql_engine}) {
            auto connection = engine->connect();
            EXPECT_GE(connection.execute(statement), 1);
            connection.commit();
        }
    }

    static std::string run(const Engine& engine, const sql::Statement& statement) {
        Cells cells;
        auto connection = engine.connect();
        connection.execute(statement, &cells);
        connection.rollback();
        return cells.text;
    }

    /// The rows that both servers give, as text; a difference fails the test.
    std::string rows(const sql::Statement& statement) {
        const auto lite = run(sqlite_engine, statement);
        EXPECT_EQ(lite, run(postgresql_engine, statement)) << sqlite(statement) << "\n" << postgresql(statement);
        return lite;
    }
    /// One expression for every row, in the order of id.
    std::string each(ExpressionPtr expression) {
        auto statement = select(std::move(expression));
        statement.add_order_by({e("id"), false});
        return rows(statement);
    }
    /// The ids of the rows that meet a condition.
    std::string ids(ExpressionPtr condition) {
        auto statement = where(std::move(condition));
        statement.add_order_by({e("id"), false});
        return rows(statement);
    }

    PostgresDatabase database;
    Engine sqlite_engine;
    Engine postgresql_engine;
};

TEST_F(BothServers, CompareNumericsOfDifferentScales) {
    EXPECT_EQ(ids(op(BinaryOperator::greater, e("amount"), e("rate"))), "1; 2; 4; ");
    EXPECT_EQ(ids(op(BinaryOperator::greater, e("amount"), Value(Decimal::parse("10.049")))), "2; 4; ");
    EXPECT_EQ(ids(op(BinaryOperator::equal, e("amount"), Value(Decimal::parse("2.500")))), "1; ");
    EXPECT_EQ(ids(op(BinaryOperator::less, e("amount"), e("count"))), "1; 3; ");
    EXPECT_EQ(ids(op(BinaryOperator::greater, e("amount"), e("weight"))), "1; 4; ");
    EXPECT_EQ(ids(op(BinaryOperator::less, e("amount"), Value(2.6))), "1; 3; ");
    EXPECT_EQ(ids(op(BinaryOperator::less, e("count"), Value(Decimal::parse("0.5")))), "2; 3; ");
    EXPECT_EQ(ids(sql::in_list(e("amount"), {Value(Decimal::parse("2.5")), Value(Decimal::parse("99.990")), Value(7)},
                               false)),
              "1; 4; ");
    EXPECT_EQ(ids(sql::between(e("amount"), sql::bind(Value(Decimal::parse("2.499"))), e("count"))), "1; ");
}

TEST_F(BothServers, CalculateExactly) {
    EXPECT_EQ(each(op(BinaryOperator::add, e("amount"), e("rate"))), "3.7345; 10.0501; -5.83; 103.3233; ");
    EXPECT_EQ(each(op(BinaryOperator::multiply, e("amount"), e("rate"))), "3.08625; 0.001005; 8.325; 333.296667; ");
    EXPECT_EQ(each(op(BinaryOperator::divide, e("amount"), Value(3))), "0.83333333; 3.35; -1.11; 33.33; ");
    EXPECT_EQ(each(op(BinaryOperator::divide, e("rate"), Value(Decimal::parse("-7")))),
              "-0.1763571429; -0.0000142857; 0.3571428571; -0.4761857143; ");
    EXPECT_EQ(each(sql::function(Function::coalesce, {e("weight"), sql::bind(Value(0))})), "1.5; 0; -0.25; 2; ");
    EXPECT_EQ(each(sql::function(Function::abs, {sql::unary(sql::UnaryOperator::negate, e("amount"))})),
              "2.5; 10.05; 3.33; 99.99; ");
    EXPECT_EQ(each(op(BinaryOperator::subtract, e("count"), sql::unary(sql::UnaryOperator::negate, e("count")))),
              "6; -14; 0; 24; ");
}

TEST_F(BothServers, AggregateExactly) {
    const auto one = [&](Function function, std::string_view name, bool distinct = false) {
        return rows(select(sql::function(function, {e(name)}, distinct)));
    };
    EXPECT_EQ(one(Function::sum, "amount"), "109.21; ");
    EXPECT_EQ(one(Function::avg, "amount"), "27.3025; ");
    EXPECT_EQ(one(Function::avg, "rate"), "0.516975; ");
    EXPECT_EQ(one(Function::avg, "rate", true), "0.516975; ");
    EXPECT_EQ(one(Function::avg, "count"), "2; ");
    EXPECT_EQ(one(Function::sum, "total"), "8000000000; ");
    EXPECT_EQ(one(Function::max, "amount"), "99.99; ");
    EXPECT_EQ(one(Function::min, "day"), "2026-01-01; ");
    EXPECT_EQ(one(Function::count, "weight"), "3; ");
    auto none = select(sql::function(Function::avg, {e("amount")}));
    none.add_where(op(BinaryOperator::equal, e("id"), Value(-1)));
    EXPECT_EQ(rows(none), "NULL; ");
}

TEST_F(BothServers, GroupJoinAndOrder) {
    const auto total = sql::label(sql::function(Function::sum, {e("amount")}), "total");
    sql::SelectBody body;
    body.items = {{c("name"), nullptr}, {total, nullptr}, {sql::function(Function::count, {}), nullptr}};
    body.from = &expenses;
    sql::Statement statement(std::move(body));
    statement.add_join(categories, op(BinaryOperator::equal, c("id"), e("category_id")), false);
    statement.add_group_by(c("name"));
    statement.add_having(op(BinaryOperator::greater, total, Value(-100)));
    statement.add_order_by({total, true});
    EXPECT_EQ(rows(statement), "'Food', 12.55, 2; 'Travel', -3.33, 1; ");
    statement.set_limit(1);
    statement.set_offset(1);
    EXPECT_EQ(rows(statement), "'Travel', -3.33, 1; ");
}

TEST_F(BothServers, GroupByAnExpressionWithALiteral) {
    const auto bucket = sql::label(op(BinaryOperator::divide, e("count"), Value(4)), "bucket");
    sql::SelectBody body;
    body.items = {{bucket, nullptr}, {sql::function(Function::count, {}), nullptr}};
    body.from = &expenses;
    sql::Statement statement(std::move(body));
    statement.add_group_by(bucket);
    statement.add_order_by({bucket, false});
    EXPECT_EQ(rows(statement), "-1, 1; 0, 2; 3, 1; ");
}

TEST_F(BothServers, MatchPatternsAlike) {
    const auto like = [&](std::string_view pattern, bool ignore_case) {
        return ids(sql::like(e("description"), sql::bind(Value(pattern)), ignore_case, false));
    };
    EXPECT_EQ(like("Br%", false), "1; ");
    EXPECT_EQ(like("br%", false), "");
    EXPECT_EQ(like("br%", true), "1; 2; ");
    EXPECT_EQ(like("über%", true), "3; ");
    EXPECT_EQ(like("%50\\%", false), "1; ");
    EXPECT_EQ(like("%T\\_5", false), "2; ");
    EXPECT_EQ(like("%\\\\x", false), "4; ");
    EXPECT_EQ(like("____ß%", true), "");
    EXPECT_EQ(
        ids(sql::unary(sql::UnaryOperator::not_, sql::like(e("description"), sql::bind(Value("b%")), true, false))),
        "3; 4; ");
}

TEST_F(BothServers, KeepPrecedence) {
    const auto is = [&](int n) { return op(BinaryOperator::equal, e("id"), Value(n)); };
    const auto active = e("active");
    EXPECT_EQ(ids(op(BinaryOperator::and_, op(BinaryOperator::or_, is(1), is(2)), active)), "1; ");
    EXPECT_EQ(ids(op(BinaryOperator::or_, is(2), op(BinaryOperator::and_, is(1), active))), "1; 2; ");
    EXPECT_EQ(ids(op(BinaryOperator::equal, is(1), active)), "1; 2; 3; ");
    EXPECT_EQ(ids(op(BinaryOperator::equal, active, sql::null_test(e("weight"), true))), "1; 2; 4; ");
    EXPECT_EQ(
        ids(sql::unary(sql::UnaryOperator::not_, sql::between(e("id"), sql::bind(Value(2)), sql::bind(Value(3))))),
        "1; 4; ");
    EXPECT_EQ(ids(sql::in_list(e("id"), {}, false)), "");
    EXPECT_EQ(ids(sql::in_list(e("id"), {}, true)), "1; 2; 3; 4; ");
}

TEST_F(BothServers, StoreWhatIsCalculated) {
    sql::WriteBody body;
    body.table = &expenses;
    sql::Statement update(StatementKind::update, std::move(body));
    update.add_assignment(2, op(BinaryOperator::multiply, e("amount"), Value(Decimal::parse("1.5"))));
    update.add_assignment(3, e("amount"));
    update.add_assignment(5, e("rate"));
    update.add_assignment(6, e("amount"));
    run_write(update);
    EXPECT_EQ(each(e("amount")), "3.75; 15.08; -5; 149.99; ") << "10.05 * 1.5 is 15.075 and -3.33 * 1.5 is -4.995";
    EXPECT_EQ(each(e("rate")), "2.5; 10.05; -3.33; 99.99; ");
    EXPECT_EQ(each(e("weight")), "1.2345; 0.0001; -2.5; 3.3333; ");
    EXPECT_EQ(each(e("count")), "3; 10; -3; 100; ");
}

TEST_F(BothServers, RefuseANumericThatBecomesTooLarge) {
    sql::WriteBody body;
    body.table = &expenses;
    sql::Statement update(StatementKind::update, std::move(body));
    update.add_assignment(2, op(BinaryOperator::add, e("amount"), Value(Decimal::parse("9999999999.99"))));
    for (const auto* engine : {&sqlite_engine, &postgresql_engine}) {
        auto connection = engine->connect();
        EXPECT_THROW(connection.execute(update), DatabaseError);
    }
    EXPECT_EQ(each(e("amount")), "2.5; 10.05; -3.33; 99.99; ");
}

TEST_F(BothServers, ReturnWhatWasWritten) {
    sql::WriteBody body;
    body.table = &expenses;
    body.returning = {0, 2};
    body.where.push_back(op(BinaryOperator::equal, e("id"), Value(2)));
    EXPECT_EQ(rows(sql::Statement(StatementKind::delete_, std::move(body))), "2, 10.05; ");
}

// A fixed seed, so that a failure can be repeated. Values are small enough for SQLite's 64 bit at these depths.
TEST_F(BothServers, AgreeOnTwoHundredRandomExpressions) {
    std::mt19937 random(20261122);
    const auto pick = [&](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
    const std::vector<std::string_view> columns{"amount", "rate", "count"};
    const std::vector<std::string_view> literals{"2", "0.5", "-1.25", "3.141", "7"};
    const std::function<ExpressionPtr(int)> number = [&](int depth) -> ExpressionPtr {
        if (depth == 0 || pick(4) == 0) {
            return e(columns[static_cast<std::size_t>(pick(3))]);
        }
        auto left = number(depth - 1);
        switch (pick(6)) {
        case 0:
            return op(BinaryOperator::add, left, number(depth - 1));
        case 1:
            return op(BinaryOperator::subtract, left, number(depth - 1));
        case 2:
            return op(BinaryOperator::multiply, left, number(0));
        case 3: {
            const auto literal = Value(Decimal::parse(literals[static_cast<std::size_t>(pick(5))]));
            return op(pick(2) == 0 ? BinaryOperator::add : BinaryOperator::multiply, left, literal);
        }
        case 4:
            return sql::function(Function::coalesce, {left, number(0)});
        default:
            return sql::unary(sql::UnaryOperator::negate, left);
        }
    };
    constexpr std::array comparisons{BinaryOperator::less, BinaryOperator::less_equal, BinaryOperator::equal,
                                     BinaryOperator::not_equal, BinaryOperator::greater};
    for (int i = 0; i < 200; ++i) {
        if (i % 2 == 0) {
            (void)each(number(3));
        } else {
            (void)ids(op(comparisons[static_cast<std::size_t>(pick(5))], number(2), number(2)));
        }
        if (HasFailure()) {
            return;
        }
    }
}

}  // namespace
}  // namespace athanor::testing
