#include "sql_fixture.hpp"

namespace athanor::testing {

std::unique_ptr<Table> make_table(std::string name, std::vector<Column> columns, std::vector<ForeignKey> keys) {
    auto table = std::make_unique<Table>(std::move(name));
    for (auto& column : columns) {
        table->add_column(std::move(column));
    }
    for (auto& key : keys) {
        table->add_foreign_key(std::move(key));
    }
    table->complete();
    return table;
}

sql::ExpressionPtr op(sql::BinaryOperator o, sql::ExpressionPtr left, Value right) {
    auto literal = sql::bind(std::move(right), left.get());
    return sql::binary(o, std::move(left), std::move(literal));
}

SqlTest::SqlTest()
    : expenses_table(make_table(
          "expenses",
          {{.name = "id", .type = integer_type, .primary_key = true, .autoincrement = true},
           {.name = "description", .type = text_of(200)},
           {.name = "amount", .type = numeric(12, 2)},
           {.name = "rate", .type = numeric(10, 4)},
           {.name = "day", .type = date_type},
           {.name = "weight", .type = real_type, .nullable = true},
           {.name = "count", .type = integer_type},
           {.name = "total", .type = big_integer_type},
           {.name = "active", .type = boolean_type},
           {.name = "category_id", .type = integer_type, .nullable = true}},
          {{.name = "", .columns = {"category_id"}, .target_table = "categories", .target_columns = {"id"}}})),
      categories_table(
          make_table("categories", {{.name = "id", .type = integer_type, .primary_key = true, .autoincrement = true},
                                    {.name = "name", .type = text_of(50)}})),
      expenses{expenses_table.get(), {}},
      categories{categories_table.get(), {}} {}

sql::ExpressionPtr SqlTest::col(const sql::FromSource& source, std::string_view name) {
    return sql::column(source, source.table->find(name).value());
}

sql::Statement SqlTest::select_id() const { return select(e("id")); }

sql::Statement SqlTest::select(sql::ExpressionPtr expression) const {
    sql::SelectBody body;
    body.items.push_back({std::move(expression), nullptr});
    body.from = &expenses;
    return sql::Statement(std::move(body));
}

sql::Statement SqlTest::where(sql::ExpressionPtr condition) const {
    auto statement = select_id();
    statement.add_where(std::move(condition));
    return statement;
}

std::string SqlTest::sqlite(const sql::Statement& statement) {
    return sqlite::SqliteCompiler().compile(statement)->sql;
}

std::string SqlTest::postgresql(const sql::Statement& statement) {
    return postgresql::PostgresqlCompiler().compile(statement)->sql;
}

namespace {

std::string after(const std::string& text, std::string_view mark) { return text.substr(text.find(mark) + mark.size()); }

}  // namespace

std::string SqlTest::sqlite_where(sql::ExpressionPtr condition) const {
    return after(sqlite(where(std::move(condition))), " WHERE ");
}

std::string SqlTest::postgresql_where(sql::ExpressionPtr condition) const {
    return after(postgresql(where(std::move(condition))), " WHERE ");
}

std::string SqlTest::sqlite_item(sql::ExpressionPtr expression) const {
    const auto text = after(sqlite(select(std::move(expression))), "SELECT ");
    return text.substr(0, text.rfind(" FROM expenses"));
}

std::string SqlTest::postgresql_item(sql::ExpressionPtr expression) const {
    const auto text = after(postgresql(select(std::move(expression))), "SELECT ");
    return text.substr(0, text.rfind(" FROM expenses"));
}

}  // namespace athanor::testing
