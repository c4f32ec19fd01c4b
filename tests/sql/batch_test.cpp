#include <athanor/core/error.hpp>

#include "dialects/postgresql/compiler_batch.hpp"
#include "dialects/sqlite/compiler.hpp"
#include "dialects/sqlite/compiler_batch.hpp"
#include "sql_fixture.hpp"

// The statements of the unit of work.
namespace athanor::testing {
namespace {

using sql::Compiled;
using Positions = std::vector<std::size_t>;

class Batch : public ::testing::Test {
protected:
    std::unique_ptr<Table> budgets =
        make_table("budgets", {{.name = "id", .type = integer_type, .primary_key = true, .autoincrement = true},
                               {.name = "order", .type = text_of(50)},
                               {.name = "amount", .type = numeric(12, 2), .nullable = true}});
    std::unique_ptr<Table> shares =
        make_table("shares", {{.name = "user_id", .type = integer_type, .primary_key = true},
                              {.name = "code", .type = text_of(3), .primary_key = true},
                              {.name = "part", .type = real_type}});
    Positions both{1, 2};
    Positions key{0};
    Positions pair{0, 1};
    Positions part{2};
};

TEST_F(Batch, InsertsRowByRowOnSqlite) {
    const auto insert = sqlite::compile_insert(*budgets, both, true);
    EXPECT_EQ(insert->sql, "INSERT INTO budgets (\"order\", amount) VALUES (?, ?)");
    EXPECT_EQ(insert->rows, Compiled::Rows::loop);
    EXPECT_EQ(insert->keys, Compiled::Keys::last_row_id);
    EXPECT_EQ(insert->parameters, (std::vector{text_of(50), numeric(12, 2)}));
    EXPECT_EQ(sqlite::compile_insert(*shares, pair, false)->keys, Compiled::Keys::none);
    EXPECT_EQ(sqlite::compile_insert(*budgets, {}, true)->sql, "INSERT INTO budgets DEFAULT VALUES");
}

TEST_F(Batch, InsertsArraysOnPostgresql) {
    const auto insert = postgresql::compile_insert(*shares, pair, false);
    EXPECT_EQ(insert->sql,
              "INSERT INTO shares (user_id, code) SELECT d.p1, d.p2 FROM unnest($1::int4[], $2::text[]) AS d "
              "(p1, p2)");
    EXPECT_EQ(insert->rows, Compiled::Rows::arrays);
    EXPECT_EQ(insert->keys, Compiled::Keys::none);
}

TEST_F(Batch, TakesKeysBeforeItInsertsOnPostgresql) {
    const auto insert = postgresql::compile_insert(*budgets, both, true);
    EXPECT_EQ(
        insert->sql,
        "WITH d AS MATERIALIZED (SELECT nextval(s.seq) AS key, u.* FROM (SELECT "
        "CAST(pg_get_serial_sequence('budgets', 'id') AS regclass) AS seq OFFSET 0) AS s, unnest($1::text[], "
        "$2::numeric[]) WITH ORDINALITY AS u (p1, p2, ordinal)), i AS (INSERT INTO budgets (id, \"order\", amount) "
        "SELECT key, p1, p2 FROM d ORDER BY ordinal) SELECT ordinal, key FROM d");
    EXPECT_EQ(insert->keys, Compiled::Keys::returned);
    EXPECT_EQ(insert->results, (std::vector{big_integer_type, big_integer_type}));
    EXPECT_THROW((void)postgresql::compile_insert(*shares, pair, true), CompileError);
}

TEST_F(Batch, CountsRowsWithoutColumnsByOneArrayOfNulls) {
    const auto insert = postgresql::compile_insert(*budgets, {}, true);
    EXPECT_EQ(
        insert->sql,
        "WITH d AS MATERIALIZED (SELECT nextval(s.seq) AS key, u.* FROM (SELECT "
        "CAST(pg_get_serial_sequence('budgets', 'id') AS regclass) AS seq OFFSET 0) AS s, unnest($1::bool[]) WITH "
        "ORDINALITY AS u (p1, ordinal)), i AS (INSERT INTO budgets (id) SELECT key FROM d ORDER BY ordinal) SELECT "
        "ordinal, key FROM d");
    EXPECT_EQ(insert->parameters, std::vector{boolean_type});
}

TEST_F(Batch, QuotesTheTableInsideTheNameOfItsSequence) {
    const auto odd =
        make_table("O'Neil \"x\"", {{.name = "Id", .type = integer_type, .primary_key = true, .autoincrement = true}});
    const auto insert = postgresql::compile_insert(*odd, {}, true);
    EXPECT_NE(insert->sql.find("pg_get_serial_sequence('\"O''Neil \"\"x\"\"\"', 'Id')"), std::string::npos)
        << insert->sql;
}

TEST_F(Batch, UpdatesByKey) {
    EXPECT_EQ(sqlite::compile_update(*budgets, both, key)->sql,
              "UPDATE budgets SET \"order\" = ?, amount = ? WHERE id = ?");
    EXPECT_EQ(
        postgresql::compile_update(*budgets, both, key)->sql,
        "UPDATE budgets SET \"order\" = d.p1, amount = d.p2 FROM unnest($1::text[], $2::numeric[], $3::int4[]) AS d "
        "(p1, p2, p3) WHERE budgets.id = d.p3");
    const auto composite = postgresql::compile_update(*shares, part, pair);
    EXPECT_EQ(composite->sql,
              "UPDATE shares SET part = d.p1 FROM unnest($1::float8[], $2::int4[], $3::text[]) AS d (p1, p2, "
              "p3) WHERE shares.user_id = d.p2 AND shares.code = d.p3");
    EXPECT_EQ(composite->parameters, (std::vector{real_type, integer_type, text_type}));
}

TEST_F(Batch, DeletesByKey) {
    EXPECT_EQ(sqlite::compile_delete(*shares, pair)->sql, "DELETE FROM shares WHERE user_id = ? AND code = ?");
    EXPECT_EQ(postgresql::compile_delete(*budgets, key)->sql, "DELETE FROM budgets WHERE budgets.id = ANY($1::int4[])");
    EXPECT_EQ(postgresql::compile_delete(*shares, pair)->sql,
              "DELETE FROM shares USING unnest($1::int4[], $2::text[]) AS d (p1, p2) WHERE shares.user_id = d.p1 AND "
              "shares.code = d.p2");
}

TEST_F(Batch, LoadsByKey) {
    const auto one = sqlite::compile_load(*budgets, key, 3);
    EXPECT_EQ(one->sql,
              "SELECT budgets.id, budgets.\"order\", budgets.amount FROM budgets WHERE budgets.id IN (?, ?, ?)");
    EXPECT_EQ(one->parameters.size(), 3U);
    EXPECT_EQ(one->rows, Compiled::Rows::one);
    EXPECT_TRUE(one->reads_only);
    EXPECT_EQ(sqlite::compile_load(*shares, pair, 2)->sql, "SELECT shares.user_id, shares.code, shares.part FROM "
                                                           "shares WHERE (shares.user_id, shares.code) IN (VALUES (?, "
                                                           "?), (?, ?))");
    EXPECT_THROW((void)sqlite::compile_load(*shares, pair, sqlite::max_parameters() / 2 + 1), CompileError);
    const auto any = postgresql::compile_load(*budgets, key, 2);
    EXPECT_EQ(any->sql, "SELECT budgets.id, budgets.\"order\", budgets.amount FROM budgets WHERE budgets.id = "
                        "ANY($1::int4[])");
    EXPECT_EQ(any->rows, Compiled::Rows::arrays);
    EXPECT_EQ(any->results, (std::vector{integer_type, text_of(50), numeric(12, 2)}));
    EXPECT_EQ(
        postgresql::compile_load(*shares, pair, 2)->sql,
        "SELECT shares.user_id, shares.code, shares.part FROM shares WHERE (shares.user_id, shares.code) IN (SELECT "
        "d.p1, d.p2 FROM unnest($1::int4[], $2::text[]) AS d (p1, p2))");
}

TEST_F(Batch, PostgresqlComparesASingleKeyByItselfSoThatItsPlanIsKept) {
    const auto one = postgresql::compile_load(*shares, pair, 1);
    EXPECT_EQ(one->sql, "SELECT shares.user_id, shares.code, shares.part FROM shares WHERE shares.user_id = $1 AND "
                        "shares.code = $2");
    EXPECT_EQ(one->rows, Compiled::Rows::one);
    EXPECT_EQ(one->parameters.size(), 2U);
}

TEST_F(Batch, AvoidsNamesOfItsOwnThatWouldHideTheTable) {
    const auto d = make_table("d", {{.name = "id", .type = integer_type, .primary_key = true, .autoincrement = true},
                                    {.name = "n", .type = integer_type}});
    const Positions n{1};
    EXPECT_EQ(postgresql::compile_update(*d, n, key)->sql,
              "UPDATE d SET n = d_.p1 FROM unnest($1::int4[], $2::int4[]) AS d_ (p1, p2) WHERE d.id = d_.p2");
    EXPECT_NE(postgresql::compile_insert(*d, n, true)->sql.find("WITH d_ AS MATERIALIZED"), std::string::npos);
}

}  // namespace
}  // namespace athanor::testing
