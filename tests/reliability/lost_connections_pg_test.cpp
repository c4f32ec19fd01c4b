// What a session's user sees when the connection is lost at one moment or another of a transaction.
#include <atomic>
#include <thread>

#include "reliability/proxied_notes.hpp"

namespace athanor::testing {

namespace {

using LostConnection = ProxiedNotes;
using ::testing::ElementsAre;

}  // namespace

TEST_F(LostConnection, AnIdleOneThatEndsWithoutAWordIsOneErrorAndTheNextSessionWorks) {
    const auto engine = this->engine();
    write(engine, "first");
    for (const auto strike : {Strike::eof, Strike::reset}) {
        strike == Strike::eof ? proxy.close_all() : proxy.reset_all();
        const auto details = error_of<OperationalError>([&] { read(engine); });
        EXPECT_EQ(details.sqlstate, "");
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_FALSE(details.outcome_unknown);
        EXPECT_THAT(read(engine), ElementsAre("first"));
    }
}

TEST_F(LostConnection, WithPrePingNobodySeesThatTheServerSlept) {
    EngineOptions options;
    options.pool_pre_ping = true;
    const auto engine = this->engine(options);
    for (const bool farewell : {true, false}) {
        write(engine, farewell ? "first" : "second");
        proxy.suspend_now({.farewell = farewell});
        ASSERT_TRUE(proxy.wait_for([](const auto& now) { return now.open == 0; }));
        EXPECT_NO_THROW(read(engine));
    }
    EXPECT_THAT(read(engine), ElementsAre("first", "second"));
}

TEST_F(LostConnection, BeforeTheFirstWriteTheSessionAsksForRollbackAndNothingIsStored) {
    const auto engine = this->engine();
    Session session(engine);
    EXPECT_EQ(session.scalars(select(Note::columns().text)).all().size(), 0U);
    proxy.reset_all();
    session.add(Note{.text = "lost"});
    EXPECT_TRUE(error_of<OperationalError>([&] { session.flush(); }).connection_invalidated);
    EXPECT_THROW(static_cast<void>(session.scalar(select(Note::columns().text))), PendingRollbackError);
    EXPECT_THROW(session.commit(), PendingRollbackError);
    session.rollback();
    EXPECT_EQ(stored(), "0");
    session.add(Note{.text = "kept"});
    session.commit();
    EXPECT_THAT(read(engine), ElementsAre("kept"));
}

TEST_F(LostConnection, AfterAWriteTheSessionRunsNothingAgainByItself) {
    const auto engine = this->engine();
    Session session(engine);
    session.add(Note{.text = "lost"});
    session.flush();
    terminate_others();
    session.add(Note{.text = "another"});
    const auto details = error_of<OperationalError>([&] { session.flush(); });
    EXPECT_EQ(details.sqlstate, "57P01");
    EXPECT_TRUE(details.connection_invalidated);
    EXPECT_FALSE(details.outcome_unknown);
    EXPECT_THROW(session.commit(), PendingRollbackError);
    session.rollback();
    EXPECT_EQ(stored(), "0");
    EXPECT_EQ(read(engine).size(), 0U);
}

TEST_F(LostConnection, WithTheAnswerToCommitTheOutcomeIsUnknownAndNothingIsRunAgain) {
    const auto engine = this->engine();
    write(engine, "before");
    for (const auto strike : {Strike::reset, Strike::eof}) {
        const std::string text = strike == Strike::reset ? "by reset" : "by end";
        proxy.arm({.strike = strike, .message = 'C', .containing = "COMMIT"});
        Session session(engine);
        session.add(Note{.text = text});
        const auto details = error_of<CommitUnknownError>([&] { session.commit(); });
        EXPECT_TRUE(details.outcome_unknown);
        EXPECT_TRUE(details.connection_invalidated);
        EXPECT_FALSE(details.retryable);
        EXPECT_EQ(stored(text), "1");
        session.rollback();
        EXPECT_EQ(session.scalars(select(Note::columns().text).where(Note::columns().text == text)).all().size(), 1U);
    }
}

TEST_F(LostConnection, WithTheRequestForCommitTheOutcomeIsUnknownToo) {
    const auto engine = this->engine();
    Session session(engine);
    session.add(Note{.text = "lost"});
    session.flush();
    proxy.arm({.direction = Direction::to_server, .strike = Strike::reset});
    EXPECT_TRUE(error_of<CommitUnknownError>([&] { session.commit(); }).outcome_unknown);
    session.rollback();
    EXPECT_EQ(stored(), "0");
    EXPECT_EQ(read(engine).size(), 0U);
}

TEST_F(LostConnection, AResultThatIsCutIsAnErrorAndNeverAShorterList) {
    database.execute("INSERT INTO notes (text) SELECT repeat('x', 490) || n FROM generate_series(1, 2000) AS n");
    const auto engine = this->engine();
    Session session(engine);
    EXPECT_EQ(session.scalars(select<Note>()).all().size(), 2000U);
    session.close();
    proxy.arm({.after_bytes = 20'000});
    EXPECT_THROW(static_cast<void>(session.scalars(select<Note>())), OperationalError);
    EXPECT_EQ(proxy.statistics().struck, 1U);
    session.rollback();
    EXPECT_EQ(session.scalars(select<Note>()).all().size(), 2000U);
}

TEST_F(LostConnection, TenBusyThreadsHaveAtMostOneErrorEachWhenTheServerRestarts) {
    EngineOptions options;
    options.pool_size = 10;
    const auto engine = this->engine(options);
    std::atomic<bool> stop{false};
    std::atomic<int> answers{0};
    std::vector<int> errors(10, 0);
    std::vector<std::thread> threads;
    for (auto& mine : errors) {
        threads.emplace_back([&] {
            while (!stop) {
                try {
                    read(engine);
                    ++answers;
                } catch (const OperationalError&) {
                    ++mine;
                }
            }
        });
    }
    const auto wait_for_answers = [&](int more) {
        for (const int wanted = answers + more; answers < wanted;) {
            std::this_thread::yield();
        }
    };
    wait_for_answers(50);
    proxy.suspend_now();
    wait_for_answers(50);
    stop = true;
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_THAT(errors, ::testing::Each(::testing::Le(1)));
    EXPECT_EQ(read(engine).size(), 0U);
}

TEST_F(LostConnection, WhileTheServerIsDownConnectingFailsFastAndAfterwardsAllIsWell) {
    const auto engine = this->engine();
    write(engine, "before");
    engine.dispose();
    proxy.refuse();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) {
        EXPECT_THROW(read(engine), OperationalError);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    proxy.pass();
    EXPECT_THAT(read(engine), ElementsAre("before"));
}

TEST_F(LostConnection, AServerThatStartsIsFullOrWakesUpIsWaitedForUnseen) {
    const auto engine = create_engine(proxy.url(database.url()));
    const std::vector<Refusal> refusals = {{"the database system is starting up", "FATAL", "57P03"},
                                           {"sorry, too many clients already", "FATAL", "53300"},
                                           {"Couldn't connect to compute node", "ERROR", "XX000"}};
    for (const auto& refusal : refusals) {
        const auto before = proxy.statistics().refusals;
        proxy.refuse_logins(refusal, 2);
        EXPECT_NO_THROW(read(engine)) << refusal.message;
        EXPECT_EQ(proxy.statistics().refusals - before, 2U);
        engine.dispose();
    }
}

TEST_F(LostConnection, AWrongPasswordIsNotTriedAgainEvenInNeonsWords) {
    const auto engine = create_engine(proxy.url(database.url()));
    proxy.refuse_logins({"password authentication failed for user 'me'", "ERROR", "XX000"}, 5);
    EXPECT_THROW(read(engine), OperationalError);
    EXPECT_EQ(proxy.statistics().refusals, 1U);
}

TEST_F(LostConnection, ASlowStartOfFiveSecondsIsWaitedForWithTheDefaultTimeout) {
    const auto engine = this->engine();
    proxy.arm({.strike = Strike::delay, .message = 'Z', .delay = std::chrono::seconds(5)});
    EXPECT_EQ(read(engine).size(), 0U);
    EXPECT_EQ(proxy.statistics().connections, 1U);
}

}  // namespace athanor::testing
