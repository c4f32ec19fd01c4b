#include <gmock/gmock.h>

#include "dialect_suite/suite.hpp"
#include "dialect_suite/tables.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

Rows named_rows(int count) {
    Rows rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back({"name " + std::to_string(i), Value()});
    }
    return rows;
}

const sql::Compiled& count_categories() {
    static const auto counted = statement("SELECT count(*) FROM categories", {}, {{TypeKind::big_integer}});
    return counted;
}

}  // namespace

TEST_P(DialectSuite, GeneratedKeysBelongToTheirRows) {
    create_tables();
    auto connection = connect();
    const auto insert = engine.dialect().compile_insert(categories(), all_but_first(categories()), true);
    const ValueParameters parameters(named_rows(1000));
    auto one = execution(*insert, &parameters);
    connection->execute({&one, 1});
    EXPECT_EQ(one.affected, 1000);
    ASSERT_EQ(one.keys.size(), 1000U);

    const auto select = statement("SELECT id, name FROM categories", {}, {{TypeKind::integer}, {TypeKind::text}});
    for (const auto& row : query(*connection, select)) {
        const auto index = static_cast<std::size_t>(std::stoi(row[1].as_string().substr(5)));
        EXPECT_EQ(one.keys[index], row[0].as_int64());
    }
}

TEST_P(DialectSuite, NoRowsMeansNothingIsDone) {
    create_tables();
    auto connection = connect();
    const auto insert = engine.dialect().compile_insert(categories(), all_but_first(categories()), true);
    const ValueParameters none{Rows{}};
    auto one = execution(*insert, &none);
    one.affected = 5;
    connection->execute({&one, 1});
    EXPECT_EQ(one.affected, 0);
    EXPECT_TRUE(one.keys.empty());
}

TEST_P(DialectSuite, UpdatesAndDeletesManyRowsInOneExecution) {
    create_tables();
    auto connection = connect();
    const auto& dialect = engine.dialect();
    const std::vector<std::size_t> id = {0};
    const std::vector<std::size_t> name = {1};
    run(*connection, *dialect.compile_insert(categories(), all_columns(categories()), false),
        {{1, "a", Value()}, {2, "b", Value()}, {3, "c", Value()}});
    EXPECT_EQ(run(*connection, *dialect.compile_update(categories(), name, id), {{"x", 1}, {"z", 3}, {"-", 99}}), 2);
    const auto load = dialect.compile_load(categories(), id, 2);
    auto keys = load->rows == sql::Compiled::Rows::arrays ? Rows{{1}, {3}} : Rows{{1, 3}};
    auto loaded = query(*connection, *load, keys);
    std::sort(loaded.begin(), loaded.end(), [](auto& a, auto& b) { return a[0].as_int64() < b[0].as_int64(); });
    EXPECT_EQ(loaded, (Rows{{1, "x", Value()}, {3, "z", Value()}}));
    EXPECT_EQ(run(*connection, *dialect.compile_delete(categories(), id), {{1}, {2}, {99}}), 2);
    EXPECT_EQ(query(*connection, count_categories()), Rows{{1}});
}

TEST_P(DialectSuite, TheFirstErrorIsKeptAndWhatFollowsIsNotRun) {
    create_tables();
    auto connection = connect();
    const auto insert = statement(sql("INSERT INTO categories (name) VALUES (?)"), {{TypeKind::text}});
    const auto bad = statement(sql("INSERT INTO categories (name, parent_id) VALUES (?, 4711)"), {{TypeKind::text}});
    const ValueParameters first(Rows{{"first"}});
    const ValueParameters again(Rows{{"first"}});
    const ValueParameters third(Rows{{"third"}});
    std::vector<Execution> list = {execution(engine.dialect().begin(false)),
                                   execution(insert, &first),
                                   execution(insert, &again),
                                   execution(bad, &third),
                                   execution(insert, &third),
                                   execution(engine.dialect().commit())};
    const auto details = details_of<IntegrityError>([&] { connection->execute(list); });
    EXPECT_EQ(details.integrity_kind, IntegrityKind::unique);
    EXPECT_EQ(details.statement, insert.sql);
    EXPECT_EQ(details.parameters, "('first')");
    EXPECT_TRUE(connection->in_transaction());
    EXPECT_TRUE(connection->is_open());

    run(*connection, engine.dialect().rollback());
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(query(*connection, count_categories()), Rows{{0}});
}

TEST_P(DialectSuite, TransactionsAreKeptOrTakenBack) {
    create_tables();
    auto connection = connect();
    const auto& dialect = engine.dialect();
    run(*connection, dialect.begin(false));
    EXPECT_TRUE(connection->in_transaction());
    run(*connection, "INSERT INTO categories (name) VALUES ('kept')");
    run(*connection, dialect.commit());
    EXPECT_FALSE(connection->in_transaction());
    run(*connection, dialect.begin(false));
    run(*connection, "INSERT INTO categories (name) VALUES ('lost')");
    run(*connection, dialect.rollback());
    EXPECT_EQ(query(*connect(), count_categories()), Rows{{1}});
}

TEST_P(DialectSuite, AStatementIsPreparedOnceOnAConnection) {
    auto connection = connect();
    const auto echo = statement(sql("SELECT ?"), {{TypeKind::integer}}, {{TypeKind::integer}});
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(query(*connection, echo, {{i}}), Rows{{i}});
    }
    EXPECT_EQ(connection->statistics().prepared, 1U);
    EXPECT_EQ(connection->statistics().executed, 5U);
    EXPECT_EQ(connection->statistics().round_trips, 5U);
}

TEST_P(DialectSuite, APreparationThatFailedIsForgotten) {
    auto connection = connect();
    const auto early = statement("SELECT count(*) FROM categories", {}, {{TypeKind::big_integer}});
    EXPECT_THAT(details_of<DatabaseError>([&] { query(*connection, early); }).hint, HasSubstr("create_all"));
    create_tables();
    EXPECT_EQ(query(*connection, early), Rows{{0}});
}

TEST_P(DialectSuite, ALargeListInBothDirectionsDoesNotStall) {
    create_tables();
    auto connection = connect();
    constexpr int count = 20'000;
    auto insert = statement(sql("INSERT INTO everything (id, name, code) VALUES (?, ?, ?) RETURNING id, name, code"),
                            {{TypeKind::integer}, {TypeKind::text}, {TypeKind::text}},
                            {{TypeKind::integer}, {TypeKind::text}, {TypeKind::text}});
    insert.rows = sql::Compiled::Rows::loop;
    run(*connection,
        statement(backend->is_server() ? "ALTER TABLE everything ALTER name TYPE text, ALTER code TYPE text"
                                       : "SELECT 1"));
    Rows rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back({i, std::string(250, 'a'), std::string(250, 'b')});
    }
    run(*connection, engine.dialect().begin(false));
    CollectedRows returned;
    EXPECT_EQ(run(*connection, insert, rows, &returned), count);
    EXPECT_EQ(returned.rows, rows);
    run(*connection, engine.dialect().commit());
}

TEST_P(DialectSuite, CountsTheRowsAStatementChanged) {
    create_tables();
    auto connection = connect();
    EXPECT_EQ(run(*connection, "INSERT INTO categories (name) VALUES ('a'), ('b'), ('c')"), 3);
    EXPECT_EQ(run(*connection, "UPDATE categories SET name = name || '!' WHERE name <> 'b'"), 2);
    EXPECT_EQ(run(*connection, "CREATE TABLE more (id integer)"), 0);
    EXPECT_EQ(run(*connection, "SELECT * FROM categories"), 0);
    EXPECT_EQ(run(*connection, "DELETE FROM categories"), 3);
}

TEST_P(DialectSuite, TextThatIsNotOneStatementIsRefused) {
    auto connection = connect();
    EXPECT_THROW(run(*connection, "SELECT 1; SELECT 2"), ProgrammingError);
    EXPECT_THROW(run(*connection, " -- nothing"), ProgrammingError);
    EXPECT_EQ(query(*connection, statement("SELECT 1 ; -- a comment", {}, {{TypeKind::integer}})), Rows{{1}});
}

}  // namespace athanor::testing
