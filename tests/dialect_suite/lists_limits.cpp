#include <gmock/gmock.h>

#include "dialect_suite/suite.hpp"
#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

constexpr int many = 70'000;  // times two parameters: more than a message of PostgreSQL can count

}  // namespace

TEST_P(DialectSuite, MoreValuesThanAStatementHasParametersAreSplitByTheLibrary) {
    create_tables();
    auto connection = connect();
    const auto& dialect = engine.dialect();
    // Not the table with a key to itself: the server would look for children of each deleted row.
    const auto& table = everything();
    const std::vector<std::size_t> id = {0};
    const std::vector<std::size_t> name = {5};
    const std::vector<std::size_t> both = {0, 5};
    Rows rows;
    Rows renamed;
    Rows keys;
    for (int i = 1; i <= many; ++i) {
        rows.push_back({i, "name " + std::to_string(i)});
        renamed.push_back({"renamed " + std::to_string(i), i});
        keys.push_back({i});
    }
    run(*connection, dialect.begin(false));
    EXPECT_EQ(run(*connection, *dialect.compile_insert(table, both, false), rows), many);
    EXPECT_EQ(run(*connection, *dialect.compile_update(table, name, id), renamed), many);
    EXPECT_EQ(run(*connection, *dialect.compile_delete(table, id), keys), many);
    run(*connection, dialect.commit());
}

TEST_P(DialectSuite, AListIsAsLongAsTheDatabaseTakesAndALongerOneIsRefusedWithARemedy) {
    create_tables();
    auto connection = engine.connect();
    connection.exec_driver_sql(sql("INSERT INTO categories (name) VALUES ('Food')"));
    const sql::FromSource from{&categories(), {}};
    const auto with = [&](std::size_t size) {
        sql::SelectBody body;
        body.items = {{sql::column(from, 1), nullptr}};
        body.from = &from;
        body.where = {sql::in_list(sql::column(from, 1), std::vector<Value>(size, Value("Food")), false)};
        return sql::Statement(std::move(body));
    };
    CollectedRows found;
    connection.execute(with(backend->most_parameters()), &found);
    EXPECT_EQ(found.rows, Rows{{"Food"}});
    try {
        connection.execute(with(backend->most_parameters() + 1));
        FAIL() << "a list that is too long was compiled";
    } catch (const CompileError& error) {
        EXPECT_THAT(error.message(), ::testing::HasSubstr(std::to_string(backend->most_parameters())));
        EXPECT_THAT(error.hint(), ::testing::HasSubstr("join it"));
    }
    EXPECT_EQ(connection.exec_driver_sql("SELECT 1").rows, Rows{{1}});
}

TEST_P(DialectSuite, AStatementWithTooManyParametersIsRefusedAndTheConnectionKept) {
    auto connection = engine.connect();
    const std::vector<Value> values(backend->most_parameters() + 1, Value(1));
    std::string text = "SELECT 1 WHERE 1 IN (" + backend->place(1);
    for (std::size_t i = 2; i <= values.size(); ++i) {
        text += ", " + backend->place(static_cast<int>(i));
    }
    EXPECT_THROW(connection.exec_driver_sql(text + ")", values), DBAPIError);
    connection.rollback();
    EXPECT_EQ(query(connection, statement("SELECT 1", {}, {{TypeKind::integer}})), Rows{{1}});
    EXPECT_EQ(engine.statistics().connects, 1U);
}

}  // namespace athanor::testing
