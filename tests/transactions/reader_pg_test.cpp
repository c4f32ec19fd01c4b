#include <gmock/gmock.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/connection.hpp>

#include "accounts.hpp"
#include "support/postgres.hpp"

namespace transactions {
namespace {

using athanor::testing::PostgresDatabase;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ReaderOnPostgresql : public ::testing::Test {
protected:
    void SetUp() override { fill(create_engine(database.url())); }

    PostgresDatabase database;
};

TEST_F(ReaderOnPostgresql, BeginsReadOnlyTransactions) {
    const Engine engine = create_engine(database.url(), {.echo = true});
    const ScopedLogCapture log;
    EXPECT_EQ(balance_of(engine.reader(), "Ann"), 100);
    const auto messages = log.messages("athanor.engine");
    ASSERT_GE(messages.size(), 2u);
    EXPECT_THAT(messages, Contains("BEGIN READ ONLY"));
    EXPECT_THAT(messages, Contains(StartsWith("SELECT accounts.balance")));
}

TEST_F(ReaderOnPostgresql, RefusesToWriteBeforeAnythingIsSent) {
    const Engine engine = create_engine(database.url());
    Session session(engine.reader());
    EXPECT_EQ(balance_of(session, "Ann"), 100);
    const auto trips = engine.reader().statistics().driver.round_trips;
    session.add(Account{.owner = "Cora", .balance = 1});
    EXPECT_THROW(session.flush(), InvalidRequestError);
    EXPECT_EQ(engine.reader().statistics().driver.round_trips, trips + 1) << "only the ROLLBACK of what was open";
    session.rollback();
}

TEST_F(ReaderOnPostgresql, TheServersOwnRefusalSaysWhy) {
    const Engine engine = create_engine(database.url());
    auto connection = engine.reader().connect();
    try {
        connection.exec_driver_sql("WITH gone AS (DELETE FROM accounts RETURNING id) SELECT id FROM gone");
        FAIL();
    } catch (const DBAPIError& error) {
        EXPECT_EQ(error.details().sqlstate, "25006");
        EXPECT_THAT(error.hint(), AllOf(HasSubstr("replica"), HasSubstr("engine.reader()"), HasSubstr("primary")));
    }
    connection.rollback();
    EXPECT_EQ(database.scalar("SELECT count(*) FROM accounts"), "2");
}

TEST_F(ReaderOnPostgresql, GoesToItsOwnUrlWithItsOwnPool) {
    PostgresDatabase other;
    fill(create_engine(other.url()));
    other.execute("UPDATE accounts SET balance = 7");
    const Engine engine = create_engine(database.url(), {.pool_size = 1, .max_overflow = 0, .reader_url = other.url()});
    Session writing(engine);
    add_to(writing, "Ann", 1);
    EXPECT_EQ(balance_of(engine.reader(), "Ann"), 7) << "although the engine's only connection is in use";
    writing.rollback();
}

}  // namespace
}  // namespace transactions
