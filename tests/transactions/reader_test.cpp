#include <gmock/gmock.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/connection.hpp>

#include "accounts.hpp"
#include "support/temp_dir.hpp"

namespace transactions {
namespace {

using athanor::testing::TempDir;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Reader : public ::testing::Test {
protected:
    void SetUp() override { fill(engine); }

    TempDir folder;
    Engine engine = create_engine(folder.sqlite_url());
};

TEST_F(Reader, SeesWhatTheEngineCommitted) {
    EXPECT_EQ(balance_of(engine.reader(), "Ann"), 100);
    run_transaction(engine, [](Session& session) { add_to(session, "Ann", 1); });
    EXPECT_EQ(balance_of(engine.reader(), "Ann"), 101);
    EXPECT_EQ(engine.reader().statistics().connects, 1u) << "its own connection, kept in its own pool";
}

TEST_F(Reader, RefusesToWriteBeforeAnythingIsSent) {
    const Engine reader = engine.reader();
    Session session(reader);
    EXPECT_EQ(balance_of(session, "Ann"), 100);
    session.rollback();
    session.add(Account{.owner = "Cora", .balance = 1});
    const auto sent = reader.statistics().driver.executed;
    try {
        session.commit();
        FAIL();
    } catch (const InvalidRequestError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("a reader only reads"), HasSubstr("INSERT INTO accounts"),
                                        HasSubstr("Session(engine) instead of Session(engine.reader())")));
    }
    EXPECT_EQ(reader.statistics().driver.executed, sent);
    session.rollback();
    auto& a = Account::columns();
    EXPECT_THROW(session.execute(update<Account>().where(a.id == 1).values(a.balance, 0)), InvalidRequestError);
    EXPECT_THROW(session.execute(delete_<Account>().where(a.id == 1)), InvalidRequestError);
    session.rollback();
    EXPECT_EQ(balance_of(session, "Ann"), 100) << "and goes on reading";
}

TEST_F(Reader, RefusesWritingSqlText) {
    auto connection = engine.reader().connect();
    for (const char* sql : {"INSERT INTO accounts (owner, balance) VALUES ('x', 1)", "  delete FROM accounts",
                            "CREATE TABLE x (y INTEGER)", "DROP TABLE accounts"}) {
        EXPECT_THROW(connection.exec_driver_sql(sql), InvalidRequestError) << sql;
    }
    EXPECT_EQ(connection.exec_driver_sql("WITH a AS (SELECT 1 AS n) SELECT n FROM a").rows.size(), 1u);
}

TEST_F(Reader, WhatOnlyTheDatabaseCanTellIsRefusedByTheDatabase) {
    auto connection = engine.reader().connect();
    EXPECT_THROW(connection.exec_driver_sql("WITH a AS (SELECT 1) DELETE FROM accounts"), OperationalError);
    connection.rollback();
    EXPECT_EQ(balance_of(engine, "Ann"), 100);
}

TEST_F(Reader, CannotCreateOrDropTables) {
    EXPECT_THROW(Bank::create_all(engine.reader()), InvalidRequestError);
    EXPECT_THROW(Bank::drop_all(engine.reader()), InvalidRequestError);
}

TEST_F(Reader, IsTheSameAtEachCall) {
    EXPECT_EQ(&engine.reader().url(), &engine.reader().url());
    EXPECT_EQ(&engine.reader().reader().url(), &engine.reader().url());
    EXPECT_TRUE(engine.reader().read_only());
    EXPECT_FALSE(engine.read_only());
}

TEST_F(Reader, GoesToItsOwnUrl) {
    TempDir elsewhere;
    const Engine copy = create_engine(elsewhere.sqlite_url());
    fill(copy);
    run_transaction(copy, [](Session& session) { add_to(session, "Ann", 7); });
    const Engine both = create_engine(folder.sqlite_url(), {.reader_url = elsewhere.sqlite_url()});
    EXPECT_EQ(balance_of(both, "Ann"), 100);
    EXPECT_EQ(balance_of(both.reader(), "Ann"), 107);
    EXPECT_EQ(both.reader().url().to_string(), elsewhere.sqlite_url());
}

TEST_F(Reader, OfADatabaseInMemoryReadsTheOnlyConnection) {
    Engine reader = [] {
        const Engine memory = create_engine("sqlite://");
        fill(memory);
        return memory.reader();
    }();
    EXPECT_EQ(balance_of(reader, "Ann"), 100) << "it keeps the engine alive";
    Session session(reader);
    session.add(Account{.owner = "Cora", .balance = 1});
    EXPECT_THROW(session.flush(), InvalidRequestError);
    session.rollback();
}

TEST_F(Reader, UrlsMustLeadToTheSameSortOfDatabase) {
    EXPECT_THROW(create_engine("sqlite:///x.db", {.reader_url = "postgresql://host/name"}), ArgumentError);
    EXPECT_THROW(create_engine("sqlite:///x.db", {.direct_url = "postgresql://host/name"}), ArgumentError);
    try {
        (void)create_engine("postgresql://host/name", {.direct_url = "sesame without a scheme"});
        FAIL();
    } catch (const ArgumentError& error) {
        EXPECT_THAT(error.what(), HasSubstr("direct_url"));
        EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("sesame")));
    }
}

}  // namespace
}  // namespace transactions
