#include <chrono>
#include <filesystem>
#include <limits>

#include <gmock/gmock.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/sqlite/driver.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

using ::testing::HasSubstr;

std::unique_ptr<DriverConnection> memory() { return sqlite::connect(make_url("sqlite://"), {}); }

Value value_of(DriverConnection& connection, const std::string& sql, std::vector<Type> results = {}) {
    return query(connection, statement(sql, {}, std::move(results))).at(0).at(0);
}

}  // namespace

TEST(SqliteOpen, AMissingFolderIsNamedWithTheRemedy) {
    const TempDir folder;
    const auto url = make_url("sqlite:///" + (folder / "nowhere/budget.db").string());
    const auto details = details_of<OperationalError>([&] { (void)sqlite::connect(url, {}); });
    EXPECT_THAT(details.message, HasSubstr((folder / "nowhere").string() + " does not exist"));
    EXPECT_THAT(details.hint, HasSubstr("create the folder"));
}

TEST(SqliteOpen, AFileThatIsNoDatabaseIsADatabaseError) {
    const TempDir folder;
    folder.write("test.db", std::string(4096, 'x'));
    const auto details = details_of<DatabaseError>([&] { (void)sqlite::connect(make_url(folder.sqlite_url()), {}); });
    EXPECT_THAT(details.message, HasSubstr("is not a SQLite database"));
    EXPECT_THAT(details.message, HasSubstr("test.db"));
}

TEST(SqliteOpen, AFolderIsNotADatabase) {
    const TempDir folder;
    const auto details = details_of<OperationalError>(
        [&] { (void)sqlite::connect(make_url("sqlite:///" + folder.path().string()), {}); });
    EXPECT_THAT(details.message, HasSubstr("it is a folder"));
}

TEST(SqliteOpen, ReadOnlyRefusesToWriteAndToCreate) {
    const TempDir folder;
    EXPECT_THROW((void)sqlite::connect(make_url(folder.sqlite_url() + "?mode=ro"), {}), OperationalError);
    { run(*sqlite::connect(make_url(folder.sqlite_url()), {}), "CREATE TABLE t (a INTEGER)"); }
    auto reader = sqlite::connect(make_url(folder.sqlite_url() + "?mode=ro"), {});
    EXPECT_EQ(value_of(*reader, "SELECT count(*) FROM t").as_int64(), 0);
    const auto details = details_of<OperationalError>([&] { run(*reader, "INSERT INTO t VALUES (1)"); });
    EXPECT_THAT(details.hint, HasSubstr("cannot be written"));
}

TEST(SqliteOpen, UnderstandsUriNames) {
    const TempDir folder;
    const auto file = (folder / "a b.db").string();
    { run(*sqlite::connect(make_url("sqlite:///" + file), {}), "CREATE TABLE t (a INTEGER)"); }
    auto reader = sqlite::connect(make_url("sqlite:///file:" + file + "?mode=ro&uri=true"), {});
    EXPECT_THROW(run(*reader, "INSERT INTO t VALUES (1)"), OperationalError);
}

TEST(SqliteOpen, AnUnknownQueryKeyIsNamed) {
    EXPECT_THAT(details_of<ArgumentError>([] { (void)sqlite::connect(make_url("sqlite:///x.db?mod=ro"), {}); }).message,
                HasSubstr("\"mod\""));
    EXPECT_THAT(
        details_of<ArgumentError>([] { (void)sqlite::connect(make_url("sqlite:///x.db?mode=wx"), {}); }).message,
        HasSubstr("mode=wx"));
}

TEST(SqliteOpen, FilesUseWalAndForeignKeysAreOn) {
    const TempDir folder;
    auto connection = sqlite::connect(make_url(folder.sqlite_url()), {});
    EXPECT_EQ(value_of(*connection, "PRAGMA journal_mode").as_string(), "wal");
    EXPECT_EQ(value_of(*connection, "PRAGMA synchronous").as_int64(), 1);
    EXPECT_EQ(value_of(*connection, "PRAGMA foreign_keys").as_int64(), 1);
    EXPECT_EQ(value_of(*connection, "SELECT 'A' LIKE 'a'").as_int64(), 0);
}

TEST(SqliteBusy, WaitsAsLongAsAskedAndThenSaysWhoHoldsTheLock) {
    const TempDir folder;
    EngineOptions options;
    options.busy_timeout = 60;
    auto first = sqlite::connect(make_url(folder.sqlite_url()), options);
    auto second = sqlite::connect(make_url(folder.sqlite_url()), options);
    run(*first, "CREATE TABLE t (a INTEGER)");
    run(*first, "BEGIN IMMEDIATE");
    const auto start = std::chrono::steady_clock::now();
    const auto details = details_of<OperationalError>([&] { run(*second, "INSERT INTO t VALUES (1)"); });
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
    EXPECT_TRUE(details.retryable);
    EXPECT_THAT(details.hint, HasSubstr("another connection holds the lock"));
    run(*first, "ROLLBACK");
    EXPECT_EQ(run(*second, "INSERT INTO t VALUES (1)"), 1);
}

TEST(SqliteFull, AFullDatabaseHasRolledBackByItself) {
    const TempDir folder;
    const auto engine = create_engine(folder.sqlite_url());
    auto connection = engine.connect();
    connection.exec_driver_sql("CREATE TABLE t (a BLOB)");
    connection.commit();
    connection.exec_driver_sql("PRAGMA max_page_count = 4");
    connection.exec_driver_sql("INSERT INTO t VALUES (x'00')");
    const auto details =
        details_of<OperationalError>([&] { connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))"); });
    EXPECT_EQ(details.native_code, 13);
    EXPECT_THROW(connection.exec_driver_sql("SELECT 1"), PendingRollbackError);
    connection.rollback();
    EXPECT_EQ(connection.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
}

TEST(SqliteIlike, MatchesLikePostgresqlDoes) {
    auto connection = memory();
    const auto matches = [&](std::string pattern, std::string text) {
        const auto test =
            statement("SELECT athanor_ilike(?, ?)", {{TypeKind::text}, {TypeKind::text}}, {{TypeKind::boolean}});
        return query(*connection, test, {{std::move(pattern), std::move(text)}})[0][0].as_bool();
    };
    EXPECT_TRUE(matches("%FOOD%", "Fast food place"));
    EXPECT_TRUE(matches("gr\xC3\x9C%", "GR\xC3\xBCn"));
    EXPECT_TRUE(matches("_", "\xE2\x82\xAC"));
    EXPECT_TRUE(matches("", ""));
    EXPECT_TRUE(matches("%%", ""));
    EXPECT_TRUE(matches("a%b%c", "AxxBxxbC"));
    EXPECT_TRUE(matches("100\\%", "100%"));
    EXPECT_TRUE(matches("a\\\\b", "A\\B"));
    EXPECT_FALSE(matches("100\\%", "1000"));
    EXPECT_FALSE(matches("_", ""));
    EXPECT_FALSE(matches("a", "ab"));
    EXPECT_FALSE(matches("%ab", "abc"));
    EXPECT_THROW(matches("a\\", "a"), DataError);
    EXPECT_TRUE(value_of(*connection, "SELECT athanor_ilike(NULL, 'a')").is_null());
}

TEST(SqliteDivide, IsExactAndRoundsHalfAwayFromZero) {
    auto connection = memory();
    const auto divided = [&](const std::string& arguments) {
        return value_of(*connection, "SELECT athanor_divide(" + arguments + ")").as_int64();
    };
    EXPECT_EQ(divided("10, 3, 2"), 333);
    EXPECT_EQ(divided("20, 3, 0"), 7);
    EXPECT_EQ(divided("1, 2, 0"), 1);
    EXPECT_EQ(divided("-1, 2, 0"), -1);
    EXPECT_EQ(divided("5, -2, 0"), -3);
    EXPECT_EQ(divided("500, 1, -2"), 5);
    EXPECT_EQ(divided("9223372036854775807, 9223372036854775807, 18"), 1'000'000'000'000'000'000);
    EXPECT_THAT(details_of<DataError>([&] { divided("1, 0, 2"); }).message, HasSubstr("division by zero"));
    EXPECT_THROW(divided("9223372036854775807, 1, 1"), DataError);
    EXPECT_THROW(divided("1.5, 1, 1"), DataError);
    EXPECT_TRUE(value_of(*connection, "SELECT athanor_divide(1, NULL, 2)").is_null());
}

TEST(SqliteAverage, IsExact) {
    auto connection = memory();
    run(*connection, "CREATE TABLE t (a INTEGER)");
    EXPECT_TRUE(value_of(*connection, "SELECT athanor_avg(a, 6) FROM t").is_null());
    run(*connection, "INSERT INTO t VALUES (1), (2), (2), (NULL), (9223372036854775807), (-9223372036854775807)");
    EXPECT_EQ(value_of(*connection, "SELECT athanor_avg(a, 6) FROM t").as_int64(), 1'000'000);
    EXPECT_EQ(value_of(*connection, "SELECT athanor_avg(a, 2) FROM t WHERE a IN (1, 2)").as_int64(), 167);
}

TEST(SqliteValues, OverflowThatLeftExactArithmeticIsAnError) {
    auto connection = memory();
    const Type numeric = {TypeKind::numeric, 18, 2};
    EXPECT_THAT(
        details_of<DataError>([&] { value_of(*connection, "SELECT 9223372036854775807 * 2", {numeric}); }).message,
        HasSubstr("floating point"));
    EXPECT_EQ(value_of(*connection, "SELECT 5250", {numeric}).as_decimal(), "52.50"_dec);
    run(*connection, "CREATE TABLE t (a INTEGER)");
    run(*connection, "INSERT INTO t VALUES (9223372036854775807), (1)");
    EXPECT_THROW(value_of(*connection, "SELECT sum(a) FROM t"), DataError);
}

TEST(SqliteValues, NanIsRefusedBecauseItWouldBecomeNull) {
    auto connection = memory();
    const auto echo = statement("SELECT ?", {{TypeKind::real}}, {{TypeKind::real}});
    EXPECT_THROW(query(*connection, echo, {{std::numeric_limits<double>::quiet_NaN()}}), DataError);
    EXPECT_EQ(query(*connection, echo, {{std::numeric_limits<double>::infinity()}}),
              (Rows{{std::numeric_limits<double>::infinity()}}));
}

TEST(SqliteStatements, ManyMoreThanTheCacheHoldsStillWork) {
    auto connection = sqlite::connect(make_url("sqlite://"), {.statement_cache_size = 200});
    std::vector<sql::Compiled> statements;
    for (int i = 0; i < 500; ++i) {
        statements.push_back(statement("SELECT " + std::to_string(i)));
    }
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 500; ++i) {
            EXPECT_EQ(query(*connection, statements[static_cast<std::size_t>(i)]), Rows{{i}});
        }
    }
    EXPECT_EQ(connection->statistics().prepared, 1000U);
}

TEST(SqliteStatements, SurviveAChangeOfTheSchema) {
    auto connection = memory();
    run(*connection, "CREATE TABLE t (a INTEGER)");
    const auto all = statement("SELECT * FROM t");
    run(*connection, "INSERT INTO t VALUES (1)");
    EXPECT_EQ(query(*connection, all), Rows{{1}});
    run(*connection, "ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'new'");
    EXPECT_EQ(query(*connection, all), (Rows{{1, "new"}}));
}

}  // namespace athanor::testing
