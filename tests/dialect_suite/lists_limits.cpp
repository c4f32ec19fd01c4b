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

TEST_P(DialectSuite, AStatementWithTooManyParametersIsRefusedAndTheConnectionKept) {
    auto connection = engine.connect();
    // Beyond what either database takes: 65,535 and, as Debian builds SQLite, 250,000.
    const std::vector<Value> values(250'001, Value(1));
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
