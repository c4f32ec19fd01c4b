#include <athanor/core/error.hpp>

#include "sql_fixture.hpp"

namespace athanor::testing {
namespace {

using sql::BinaryOperator;
using sql::Function;

class Select : public SqlTest {};

TEST_F(Select, NamesEveryColumnWithItsTable) {
    sql::SelectBody body;
    body.items.push_back({{}, &categories});
    body.from = &categories;
    const sql::Statement statement(std::move(body));
    EXPECT_EQ(sqlite(statement), "SELECT categories.id, categories.name FROM categories");
    EXPECT_EQ(postgresql(statement), "SELECT categories.id, categories.name FROM categories");
}

TEST_F(Select, PutsItsClausesInTheOrderOfSql) {
    const auto total = sql::label(sql::function(Function::sum, {e("amount")}), "total");
    sql::SelectBody body;
    body.items = {{c("name"), nullptr}, {total, nullptr}};
    body.from = &expenses;
    body.distinct = true;
    sql::Statement statement(std::move(body));
    statement.add_join(categories, op(BinaryOperator::equal, c("id"), e("category_id")), false);
    statement.add_where(op(BinaryOperator::greater, e("count"), Value(1)));
    statement.add_where(op(BinaryOperator::less, e("count"), Value(9)));
    statement.add_group_by(c("name"));
    statement.add_having(op(BinaryOperator::greater, total, Value(100)));
    statement.add_order_by({total, true});
    statement.add_order_by({c("name"), false});
    statement.set_limit(10);
    statement.set_offset(20);
    EXPECT_EQ(sqlite(statement),
              "SELECT DISTINCT categories.name, sum(expenses.amount) AS total FROM expenses JOIN categories ON "
              "categories.id = expenses.category_id WHERE expenses.count > ? AND expenses.count < ? GROUP BY "
              "categories.name HAVING sum(expenses.amount) > ? ORDER BY total DESC, categories.name LIMIT ? OFFSET ?");
    EXPECT_EQ(
        postgresql(statement),
        "SELECT DISTINCT categories.name, sum(expenses.amount) AS total FROM expenses JOIN categories ON "
        "categories.id = expenses.category_id WHERE expenses.count > $1 AND expenses.count < $2 GROUP BY "
        "categories.name HAVING sum(expenses.amount) > $3 ORDER BY total DESC, categories.name LIMIT $4 OFFSET $5");
    const auto compiled = sqlite::SqliteCompiler().compile(statement);
    EXPECT_EQ(compiled->parameters,
              (std::vector{integer_type, integer_type, numeric(38, 2), big_integer_type, big_integer_type}));
    EXPECT_EQ(compiled->results, (std::vector{text_of(50), numeric(38, 2)}));
    EXPECT_TRUE(compiled->reads_only);
}

TEST_F(Select, GroupsByWhatALabelStandsForAndOrdersByItsName) {
    const auto next = sql::label(op(BinaryOperator::add, e("count"), Value(1)), "next");
    auto statement = select(next);
    statement.add_group_by(next);
    statement.add_order_by({next, false});
    EXPECT_EQ(sqlite(statement),
              "SELECT expenses.count + ?1 AS next FROM expenses GROUP BY expenses.count + ?1 ORDER BY next");
    EXPECT_EQ(postgresql(statement),
              "SELECT expenses.count + $1 AS next FROM expenses GROUP BY expenses.count + $1 ORDER BY next");
}

TEST_F(Select, OrdersByTheExpressionOfALabelThatIsNotSelected) {
    auto statement = select_id();
    statement.add_order_by({sql::label(sql::function(Function::lower, {e("description")}), "lowered"), false});
    EXPECT_EQ(sqlite(statement), "SELECT expenses.id FROM expenses ORDER BY lower(expenses.description)");
}

TEST_F(Select, TakesAnOffsetWithoutALimit) {
    auto statement = select_id();
    statement.set_offset(5);
    EXPECT_EQ(sqlite(statement), "SELECT expenses.id FROM expenses LIMIT -1 OFFSET ?");
    EXPECT_EQ(postgresql(statement), "SELECT expenses.id FROM expenses OFFSET $1");
}

TEST_F(Select, JoinsATableToItselfThroughAnAlias) {
    const sql::FromSource other{expenses_table.get(), "other"};
    auto statement = select_id();
    statement.add_join(other, op(BinaryOperator::equal, col(other, "category_id"), e("category_id")), true);
    EXPECT_EQ(sqlite(statement), "SELECT expenses.id FROM expenses LEFT OUTER JOIN expenses AS other ON "
                                 "other.category_id = expenses.category_id");
}

TEST_F(Select, RefusesAColumnWhoseTableIsNotInFrom) {
    const auto statement = where(op(BinaryOperator::equal, c("name"), Value("Food")));
    try {
        (void)sqlite(statement);
        FAIL() << "compiled";
    } catch (const CompileError& error) {
        EXPECT_EQ(error.message(), "the column categories.name is used, but table categories is not in FROM");
        EXPECT_EQ(error.hint(),
                  "add .join(...) for categories, or use the columns of the alias that was passed to select");
    }
}

TEST_F(Select, RefusesAForgottenAliasAlthoughTheTableIsThere) {
    const sql::FromSource other{expenses_table.get(), "other"};
    sql::SelectBody body;
    body.items.push_back({col(other, "id"), nullptr});
    body.from = &other;
    sql::Statement statement(std::move(body));
    statement.add_where(op(BinaryOperator::equal, e("count"), Value(1)));
    EXPECT_THROW((void)postgresql(statement), CompileError);
    const sql::FromSource twin{expenses_table.get(), "other"};
    sql::SelectBody second;
    second.items.push_back({col(twin, "id"), nullptr});
    second.from = &other;
    EXPECT_THROW((void)postgresql(sql::Statement(std::move(second))), CompileError) << "an alias is its address";
}

TEST_F(Select, RefusesOneNameTwiceInFrom) {
    auto statement = select_id();
    statement.add_join(expenses, op(BinaryOperator::equal, e("id"), Value(1)), false);
    EXPECT_THROW((void)sqlite(statement), CompileError);
}

TEST_F(Select, RefusesANegativeLimit) {
    auto statement = select_id();
    EXPECT_THROW(statement.set_limit(-1), ArgumentError);
    EXPECT_THROW(statement.set_offset(-1), ArgumentError);
}

TEST_F(Select, QuotesReservedWordsUpperCaseAndOddNames) {
    const auto user = make_table("user", {{.name = "order", .type = integer_type},
                                          {.name = "Name", .type = text_type},
                                          {.name = "a\"; DROP TABLE x; --", .type = text_type},
                                          {.name = "1st", .type = text_type},
                                          {.name = "größe", .type = text_type}});
    const sql::FromSource source{user.get(), {}};
    sql::SelectBody body;
    body.items.push_back({{}, &source});
    body.from = &source;
    const sql::Statement statement(std::move(body));
    EXPECT_EQ(postgresql(statement),
              "SELECT \"user\".\"order\", \"user\".\"Name\", \"user\".\"a\"\"; DROP TABLE x; --\", \"user\".\"1st\", "
              "\"user\".\"größe\" FROM \"user\"");
    EXPECT_EQ(sqlite(statement),
              "SELECT user.\"order\", user.\"Name\", user.\"a\"\"; DROP TABLE x; --\", user.\"1st\", "
              "user.\"größe\" FROM user");
}

TEST_F(Select, SharesItsBodyWithCopiesUntilOneIsChanged) {
    const auto first = select_id();
    auto second = first;
    EXPECT_EQ(&first.select(), &second.select());
    second.add_where(op(BinaryOperator::equal, e("count"), Value(1)));
    EXPECT_EQ(sqlite(first), "SELECT expenses.id FROM expenses");
    EXPECT_EQ(sqlite(second), "SELECT expenses.id FROM expenses WHERE expenses.count = ?");
}

}  // namespace
}  // namespace athanor::testing
