#include <gmock/gmock.h>

#include <athanor/orm.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "postgres.hpp"

namespace driver_session {

using namespace athanor;
using athanor::testing::Direction;
using athanor::testing::FaultProxy;
using athanor::testing::PostgresDatabase;
using athanor::testing::Strike;

struct Note : Model<Note> {
    static constexpr auto table_name = "notes";
    Mapped<int, primary_key> id;
    Mapped<std::string> text;
};

TEST(SessionOverALossyNetwork, ALostAnswerToCommitKeepsItsClassAndIsNotRunAgain) {
    PostgresDatabase database;
    FaultProxy proxy(database.url());
    const Engine engine = create_engine(proxy.url(database.url()));
    Schema<Note>::create_all(engine);
    Session session(engine);
    session.add(Note{.text = "once"});
    proxy.arm({.direction = Direction::to_client, .strike = Strike::eof, .message = 'C', .containing = "COMMIT"});
    try {
        session.commit();
        FAIL() << "the answer to COMMIT was lost";
    } catch (const CommitUnknownError& error) {
        EXPECT_TRUE(error.details().outcome_unknown);
        EXPECT_FALSE(error.details().retryable);
    }
    session.rollback();
    EXPECT_EQ(session.query<Note>().all().size(), 1U) << "the server had saved it, and nobody saved it again";
}

TEST(SessionOverALossyNetwork, ALossBetweenFlushAndCommitIsNotUnknown) {
    PostgresDatabase database;
    FaultProxy proxy(database.url());
    const Engine engine = create_engine(proxy.url(database.url()));
    Schema<Note>::create_all(engine);
    Session session(engine);
    session.add(Note{.text = "never"});
    session.flush();
    proxy.close_all();
    session.add(Note{.text = "neither"});
    try {
        session.flush();
        FAIL() << "the connection was lost";
    } catch (const OperationalError& error) {
        EXPECT_FALSE(error.details().outcome_unknown);
        EXPECT_TRUE(error.details().connection_invalidated);
    }
    EXPECT_THROW(session.flush(), PendingRollbackError);
    session.rollback();
    EXPECT_EQ(session.query<Note>().all().size(), 0U);
}

}  // namespace driver_session
