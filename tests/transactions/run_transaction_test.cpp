#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include <athanor/core/scoped_log_capture.hpp>

#include "accounts.hpp"
#include "support/temp_dir.hpp"

namespace transactions {
namespace {

using athanor::testing::TempDir;
using ::testing::HasSubstr;

class RunTransaction : public ::testing::Test {
protected:
    void SetUp() override { fill(engine); }

    TempDir folder;
    Engine engine = create_engine(folder.sqlite_url(), {.busy_timeout = 50});
    ScopedLogCapture log;
};

TEST_F(RunTransaction, CommitsAndPassesOnWhatTheFunctionReturns) {
    const int left = run_transaction(engine, [](Session& session) {
        add_to(session, "Ann", -30);
        return balance_of(session, "Ann");
    });
    EXPECT_EQ(left, 70);
    EXPECT_EQ(balance_of(engine, "Ann"), 70);
    run_transaction(engine, [](Session& session) { add_to(session, "Ann", 1); });
    EXPECT_EQ(balance_of(engine, "Ann"), 71);
}

TEST_F(RunTransaction, ReturnsAnObjectThatOutlivesTheSession) {
    const auto ann = run_transaction(engine, [](Session& session) {
        return session.query<Account>().filter(Account::columns().owner == "Ann").one();
    });
    EXPECT_EQ(ann->balance, 100);
}

TEST_F(RunTransaction, RunsAllOfItAgainInACleanSession) {
    int runs = 0;
    run_transaction(engine, [&](Session& session) {
        EXPECT_EQ(session.pending(), 0u);
        add_to(session, "Ann", 5);
        session.add(Account{.owner = "Cora", .balance = 1});
        if (++runs <= 3) {
            throw OperationalError(conflict());
        }
    });
    EXPECT_EQ(runs, 4);
    EXPECT_EQ(balance_of(engine, "Ann"), 105);
    EXPECT_TRUE(log.contains("the transaction runs again in"));
    EXPECT_TRUE(log.contains("(retry 3 of 5): could not serialize access"));
}

TEST_F(RunTransaction, GivesUpWithTheOriginalError) {
    int runs = 0;
    const auto work = [&](Session&) {
        auto details = conflict("40P01");
        details.message = "deadlock number " + std::to_string(++runs);
        throw OperationalError(std::move(details));
    };
    try {
        run_transaction(engine, work, {.max_retries = 2, .backoff = 0});
        FAIL();
    } catch (const OperationalError& error) {
        EXPECT_EQ(error.message(), "deadlock number 3");
    }
    EXPECT_EQ(runs, 3);
}

TEST_F(RunTransaction, AnUnknownOutcomeIsNeverRunAgain) {
    int runs = 0;
    auto details = conflict();
    details.connection_invalidated = true;
    details.outcome_unknown = true;
    const auto work = [&](Session&) {
        ++runs;
        throw CommitUnknownError(details);
    };
    EXPECT_THROW(run_transaction(engine, work, {.backoff = 0, .repeatable = true}), CommitUnknownError);
    EXPECT_EQ(runs, 1);
}

TEST_F(RunTransaction, ALostConnectionIsRunAgainOnlyIfTheWorkIsRepeatable) {
    int runs = 0;
    auto details = conflict("57P01");
    details.connection_invalidated = true;
    const auto work = [&](Session&) {
        if (++runs == 1) {
            throw OperationalError(details);
        }
    };
    EXPECT_THROW(run_transaction(engine, work, {.backoff = 0}), OperationalError);
    EXPECT_EQ(runs, 1);
    runs = 0;
    run_transaction(engine, work, {.backoff = 0, .repeatable = true});
    EXPECT_EQ(runs, 2);
}

TEST_F(RunTransaction, AReplicaThatEndsTheConnectionForAConflictIsAskedAgainOnANewOne) {
    int runs = 0;
    auto details = conflict("40001");
    details.connection_invalidated = true;
    run_transaction(engine,
                    [&](Session&) {
                        if (++runs == 1) {
                            throw OperationalError(details);
                        }
                    },
                    {.backoff = 0});
    EXPECT_EQ(runs, 2);
}

TEST_F(RunTransaction, WhatWouldComeAgainIsNotRunAgain) {
    int runs = 0;
    const auto add_ann = [&](Session& session) {
        ++runs;
        session.add(Account{.owner = "Ann", .balance = 1});
    };
    EXPECT_THROW(run_transaction(engine, add_ann), IntegrityError);
    EXPECT_EQ(runs, 1);
}

TEST_F(RunTransaction, AnErrorOfTheProgramsOwnUndoesTheWorkQuietly) {
    const auto work = [](Session& session) {
        session.query<Account>().filter(Account::columns().owner == "Ann").one()->balance = 0;
        throw std::runtime_error("no");
    };
    EXPECT_THROW(run_transaction(engine, work), std::runtime_error);
    EXPECT_EQ(balance_of(engine, "Ann"), 100);
    for (const auto& record : log.records()) {
        EXPECT_LT(record.level, LogLevel::warning) << record.message;
    }
}

TEST_F(RunTransaction, ABusyFileIsWaitedForAgainAndAgain) {
    Session other(engine);
    add_to(other, "Bob", 1);
    std::atomic<int> runs{0};
    std::thread releasing([&] {
        while (runs < 2) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        other.commit();
    });
    run_transaction(engine,
                    [&](Session& session) {
                        ++runs;
                        add_to(session, "Ann", 1);
                    },
                    {.max_retries = 50, .backoff = 0.005});
    releasing.join();
    EXPECT_GE(runs, 2);
    EXPECT_EQ(balance_of(engine, "Ann"), 101);
    EXPECT_EQ(balance_of(engine, "Bob"), 101);
}

TEST_F(RunTransaction, AReadThatIsOutOfDateWhenItWantsToWriteIsDoneAgain) {
    int runs = 0;
    run_transaction(engine, [&](Session& session) {
        const int seen = balance_of(session, "Ann");
        if (++runs == 1) {
            run_transaction(engine, [](Session& other) { add_to(other, "Ann", 10); });
        }
        session.query<Account>().filter(Account::columns().owner == "Ann").one()->balance = seen + 1;
        session.flush();
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(balance_of(engine, "Ann"), 111);
}

TEST_F(RunTransaction, PausesGrow) {
    int runs = 0;
    const auto begin = std::chrono::steady_clock::now();
    run_transaction(engine,
                    [&](Session&) {
                        if (++runs <= 3) {
                            throw OperationalError(conflict());
                        }
                    },
                    {.backoff = 0.02});
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(elapsed.count(), 0.01 + 0.02 + 0.04) << "half of 20, 40 and 80 ms is the least";
}

TEST_F(RunTransaction, NoRunBeginsAfterTheTimeIsOver) {
    int runs = 0;
    const auto work = [&](Session&) {
        ++runs;
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        throw OperationalError(conflict());
    };
    EXPECT_THROW(run_transaction(engine, work, {.max_retries = 1000, .backoff = 0, .give_up_after = 0.05}),
                 OperationalError);
    EXPECT_GE(runs, 2);
    EXPECT_LE(runs, 3);
}

TEST_F(RunTransaction, RefusesOptionsOutOfRange) {
    const auto nothing = [](Session&) {};
    EXPECT_THROW(run_transaction(engine, nothing, {.max_retries = -1}), ArgumentError);
    EXPECT_THROW(run_transaction(engine, nothing, {.backoff = -1}), ArgumentError);
    EXPECT_THROW(run_transaction(engine, nothing, {.give_up_after = -1}), ArgumentError);
}

}  // namespace
}  // namespace transactions
