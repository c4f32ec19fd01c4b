#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/engine.hpp>

#include "dialect_suite/rows.hpp"
#include "dialects/sqlite/driver.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

struct SqliteFaults : ::testing::Test {
    TempDir folder;

    std::unique_ptr<DriverConnection> open(const std::string& query = "", int busy_timeout = 300) const {
        return sqlite::connect(make_url(folder.sqlite_url() + query), {.busy_timeout = busy_timeout});
    }
    static std::int64_t count(DriverConnection& connection) {
        return query(connection, statement("SELECT count(*) FROM t"))[0][0].as_int64();
    }
};

constexpr const char* endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

}  // namespace

TEST_F(SqliteFaults, ALockIsWaitedForAsLongAsBusyTimeoutSays) {
    auto first = open();
    auto second = open();
    run(*first, "CREATE TABLE t (a INTEGER)");
    run(*first, "BEGIN IMMEDIATE");
    const auto start = Clock::now();
    const auto details = details_of<OperationalError>([&] { run(*second, "BEGIN IMMEDIATE"); });
    const auto elapsed = Clock::now() - start;
    EXPECT_GE(elapsed, 290ms);
    EXPECT_LT(elapsed, 600ms);
    EXPECT_EQ(details.native_code, SQLITE_BUSY);
    EXPECT_TRUE(details.retryable);
    EXPECT_FALSE(second->in_transaction());
}

TEST_F(SqliteFaults, ASnapshotThatIsTooOldFailsAtOnceBecauseWaitingWouldNotHelp) {
    auto reader = open("", 5000);
    auto writer = open();
    run(*reader, "CREATE TABLE t (a INTEGER)");
    run(*reader, "BEGIN");
    EXPECT_EQ(count(*reader), 0);
    run(*writer, "INSERT INTO t VALUES (1)");
    const auto start = Clock::now();
    const auto details = details_of<OperationalError>([&] { run(*reader, "INSERT INTO t VALUES (2)"); });
    EXPECT_LT(Clock::now() - start, 1s);
    EXPECT_EQ(details.native_code, SQLITE_BUSY_SNAPSHOT);
    EXPECT_TRUE(details.retryable);
    EXPECT_THAT(details.hint, HasSubstr("roll back and run it again"));
    run(*reader, "ROLLBACK");
    run(*reader, "BEGIN");
    run(*reader, "INSERT INTO t VALUES (2)");
    run(*reader, "COMMIT");
    EXPECT_EQ(count(*reader), 2);
}

TEST_F(SqliteFaults, ACommitThatMeetsALockKeepsTheTransactionAndMayBeRepeated) {
    auto writer = open("", 50);
    run(*writer, "PRAGMA journal_mode = DELETE");  // where readers hold up a COMMIT
    run(*writer, "CREATE TABLE t (a INTEGER)");
    auto reader = open("?mode=ro", 50);
    run(*reader, "BEGIN");
    EXPECT_EQ(count(*reader), 0);
    run(*writer, "BEGIN IMMEDIATE");
    run(*writer, "INSERT INTO t VALUES (1)");
    const auto details = details_of<OperationalError>([&] { run(*writer, "COMMIT"); });
    EXPECT_EQ(details.native_code, SQLITE_BUSY);
    EXPECT_TRUE(details.retryable);
    EXPECT_TRUE(writer->in_transaction());
    run(*reader, "ROLLBACK");
    run(*writer, "COMMIT");
    EXPECT_FALSE(writer->in_transaction());
    EXPECT_EQ(count(*reader), 1);
}

TEST_F(SqliteFaults, AFullDatabaseHasRolledBackAndRollingBackOnceMoreIsNoError) {
    auto connection = open();
    run(*connection, "CREATE TABLE t (a BLOB)");
    run(*connection, "PRAGMA max_page_count = 4");
    run(*connection, "BEGIN IMMEDIATE");
    const auto details =
        details_of<OperationalError>([&] { run(*connection, "INSERT INTO t VALUES (zeroblob(100000))"); });
    EXPECT_EQ(details.native_code, SQLITE_FULL);
    EXPECT_FALSE(details.retryable);
    EXPECT_THAT(details.hint, HasSubstr("nothing of it was saved"));
    EXPECT_FALSE(connection->in_transaction());
    const auto engine = create_engine(folder.sqlite_url());
    auto with_engine = engine.connect();
    with_engine.exec_driver_sql("PRAGMA max_page_count = 4");
    EXPECT_THROW(with_engine.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))"), OperationalError);
    EXPECT_NO_THROW(with_engine.rollback());
    EXPECT_EQ(with_engine.exec_driver_sql("SELECT count(*) FROM t").rows, Rows{{0}});
}

TEST_F(SqliteFaults, AReadOnlyDatabaseSaysSo) {
    run(*open(), "CREATE TABLE t (a INTEGER)");
    auto reader = open("?mode=ro");
    const auto details = details_of<OperationalError>([&] { run(*reader, "INSERT INTO t VALUES (1)"); });
    EXPECT_EQ(details.native_code & 0xff, SQLITE_READONLY);
    EXPECT_FALSE(details.retryable);
    EXPECT_EQ(count(*reader), 0);
}

TEST_F(SqliteFaults, AFileThatCannotBeOpenedIsAnOperationalError) {
    const auto details = details_of<OperationalError>(
        [&] { (void)sqlite::connect(make_url("sqlite:///" + (folder / "nowhere/a.db").string()), {}); });
    EXPECT_EQ(details.native_code & 0xff, SQLITE_CANTOPEN);
    EXPECT_EQ(details.driver, "sqlite");
}

TEST_F(SqliteFaults, AFileThatIsNoDatabaseIsADatabaseError) {
    folder.write("test.db", std::string(8192, 'x'));
    EXPECT_EQ(details_of<DatabaseError>([&] { (void)open(); }).native_code & 0xff, SQLITE_NOTADB);
}

TEST_F(SqliteFaults, ADamagedPageIsADatabaseErrorAndTheConnectionCloses) {
    {
        auto connection = open();
        run(*connection, "CREATE TABLE t (a TEXT)");
        run(*connection, "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                         "SELECT hex(zeroblob(50)) || i FROM n");
        run(*connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
    {
        std::fstream file(folder / "test.db", std::ios::in | std::ios::out | std::ios::binary);
        ASSERT_TRUE(file.is_open());
        for (int page = 2; page < 12; ++page) {
            file.seekp(page * 4096);
            file << std::string(64, '\x7f');
        }
    }
    auto connection = open();
    const auto details = details_of<DatabaseError>(
        [&] { (void)query(*connection, statement("SELECT sum(length(a)), max(a) FROM t WHERE a <> ''")); });
    EXPECT_EQ(details.native_code & 0xff, SQLITE_CORRUPT);
    EXPECT_THAT(details.hint, HasSubstr("backup"));
    EXPECT_FALSE(details.retryable);
}

TEST_F(SqliteFaults, AStatementThatIsCancelledIsAnOperationalError) {
    auto connection = open();
    std::atomic<bool> ended{false};
    std::thread canceller([&] {
        // Again and again: the first may come before the statement has begun.
        while (!ended) {
            std::this_thread::sleep_for(50ms);
            connection->cancel();
        }
    });
    const auto details = details_of<OperationalError>([&] { (void)query(*connection, statement(endless)); });
    ended = true;
    canceller.join();
    EXPECT_EQ(details.native_code, SQLITE_INTERRUPT);
    EXPECT_EQ(details.hint, "the statement was cancelled");
    EXPECT_EQ(query(*connection, statement("SELECT 1")), Rows{{1}});
}

TEST_F(SqliteFaults, WithoutMemoryAStatementFailsAndTheConnectionLives) {
    auto connection = open();
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 300'000);
    const auto big = statement("SELECT length(hex(zeroblob(20000000)))");
    EXPECT_EQ(details_of<OperationalError>([&] { (void)query(*connection, big); }).native_code & 0xff, SQLITE_NOMEM);
    sqlite3_hard_heap_limit64(0);
    EXPECT_EQ(query(*connection, big), Rows{{40'000'000}});
}

TEST_F(SqliteFaults, AStatementTimeoutEndsWhatRunsTooLong) {
    auto connection = sqlite::connect(make_url(folder.sqlite_url()), {.statement_timeout = 0.2});
    const auto start = Clock::now();
    const auto details = details_of<OperationalError>([&] { (void)query(*connection, statement(endless)); });
    const auto elapsed = Clock::now() - start;
    EXPECT_GE(elapsed, 190ms);
    EXPECT_LT(elapsed, 2s);
    EXPECT_EQ(details.native_code, SQLITE_INTERRUPT);
    EXPECT_THAT(details.hint, HasSubstr("statement_timeout"));
    EXPECT_EQ(query(*connection, statement("SELECT 1")), Rows{{1}});
}

TEST_F(SqliteFaults, TheStatementCacheHoldsAsManyAsAsked) {
    auto connection = sqlite::connect(make_url(folder.sqlite_url()), {.statement_cache_size = 2});
    const sql::Compiled statements[] = {statement("SELECT 1"), statement("SELECT 2"), statement("SELECT 3")};
    for (int round = 0; round < 3; ++round) {
        (void)query(*connection, statements[0]);
        (void)query(*connection, statements[1]);
    }
    EXPECT_EQ(connection->statistics().prepared, 2U);
    (void)query(*connection, statements[2]);  // in the place of the first
    (void)query(*connection, statements[1]);
    EXPECT_EQ(connection->statistics().prepared, 3U);
    (void)query(*connection, statements[0]);
    EXPECT_EQ(connection->statistics().prepared, 4U);
}

TEST_F(SqliteFaults, OptionsOfAnEngineAreCheckedWhenItIsMade) {
    EXPECT_THROW((void)create_engine("sqlite://", {.isolation_level = IsolationLevel::read_committed}), ArgumentError);
    EXPECT_NO_THROW((void)create_engine("sqlite://", {.isolation_level = IsolationLevel::serializable}));
    EXPECT_EQ(details_of<ArgumentError>([] { (void)create_engine("sqlite:///x.db?mod=ro"); }).hint,
              "did you mean \"mode\"?");
    run(*open(), "CREATE TABLE t (a INTEGER)");
    const auto engine = create_engine(folder.sqlite_url() + "?mode=rw", {.connect_args = {{"mode", "ro"}}});
    auto connection = engine.connect();
    EXPECT_THROW(connection.exec_driver_sql("INSERT INTO t VALUES (1)"), OperationalError);
}

}  // namespace athanor::testing
