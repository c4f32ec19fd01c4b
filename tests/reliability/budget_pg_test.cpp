// The Budget Tracker on a server that falls asleep, and on a network that breaks anywhere.
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <sys/wait.h>

#include <gmock/gmock.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include <budget/categories.hpp>
#include <budget/database.hpp>
#include <budget/expenses.hpp>
#include <budget/users.hpp>

#include "support/paths.hpp"
#include "support/postgres.hpp"
#include "support/temp_dir.hpp"

namespace athanor::testing {

namespace {

using namespace std::chrono_literals;

class BudgetOverABadLine : public ::testing::Test {
protected:
    BudgetOverABadLine() {
        const auto direct = budget::open(make_url(database.url()));
        budget::create_tables(direct);
        budget::transact(direct, [](Session& session) {
            budget::create_user(session, "anna@example.com", "Anna");
            budget::create_category(session, "Food");
        });
    }

    [[nodiscard]] Engine engine() const {
        EngineOptions options;
        options.pool_pre_ping = true;
        return budget::open(make_url(proxy.url(database.url())), options);
    }
    static budget::NewExpense expense(int number) {
        return {.amount = Decimal::from_units(100 + number, 2),
                .category = "Food",
                .description = "number " + std::to_string(number),
                .date = Date(2026, 1, 1 + number % 28)};
    }
    static void add(const Engine& engine, const budget::NewExpense& expense) {
        budget::add_expense(
            engine, [](Session& session) { return budget::choose_user(session, "anna@example.com"); }, expense);
    }
    [[nodiscard]] std::string count(const std::string& condition = "true") {
        return database.scalar("SELECT count(*) FROM expenses WHERE " + condition);
    }
    [[nodiscard]] std::string stored(const Uuid& key) { return count("key = '" + key.to_string() + "'"); }

    std::string write_csv(int rows) const {
        const auto path = (folder.path() / "expenses.csv").string();
        std::ofstream file(path);
        file << "date,amount,category,description\n";
        for (int i = 0; i < rows; ++i) {
            file << "2026-02-" << (i % 28 < 9 ? "0" : "") << i % 28 + 1 << ",1.25,Food,row " << i << "\n";
        }
        return path;
    }

    struct Ran {
        int code = 0;
        std::string output;  ///< stdout and stderr
    };
    [[nodiscard]] Ran run_program(const std::string& arguments) const {
        const auto command =
            budget_binary() + " --db '" + proxy.url(database.url()) + "' " + arguments + " 2>&1 </dev/null";
        FILE* pipe = popen(command.c_str(), "r");
        Ran ran;
        for (int letter = fgetc(pipe); letter != EOF; letter = fgetc(pipe)) {
            ran.output += static_cast<char>(letter);
        }
        const int status = pclose(pipe);
        ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return ran;
    }

    PostgresDatabase database;
    FaultProxy proxy{database.url()};
    TempDir folder;
    ScopedLogCapture log{LogLevel::warning};
};

}  // namespace

TEST_F(BudgetOverABadLine, AnImportOfTenThousandRowsWakesTheServerAndShowsNoError) {
    proxy.suspend_when_idle({.idle = 1s, .wake = 300ms});
    ASSERT_TRUE(proxy.wait_for([](const auto& now) { return now.suspensions == 1; }));
    const auto ran = run_program("import '" + write_csv(10'000) + "'");
    EXPECT_EQ(ran.code, 0) << ran.output;
    EXPECT_THAT(ran.output, ::testing::Not(::testing::HasSubstr("error")));
    EXPECT_EQ(count(), "10000");
}

TEST_F(BudgetOverABadLine, AThousandTransactionsWithPausesNeverShowThatTheServerSleeps) {
    const auto engine = this->engine();
    proxy.suspend_when_idle({.idle = 1s, .wake = 100ms});
    std::mt19937 random(1);
    for (int i = 0; i < 1000; ++i) {
        ASSERT_NO_THROW(add(engine, expense(i))) << i;
        const auto slept = proxy.statistics().suspensions;
        const auto sleeps = [&](const auto& now) { return now.suspensions > slept; };
        if (i % 200 == 0) {
            ASSERT_TRUE(proxy.wait_for(sleeps));
        } else if (i % 200 == 100) {
            // Just as it falls asleep.
            static_cast<void>(proxy.wait_for(sleeps, 980ms + std::chrono::milliseconds(random() % 30)));
        }
    }
    EXPECT_EQ(count(), "1000");
    EXPECT_EQ(database.scalar("SELECT count(DISTINCT key) FROM expenses"), "1000");
    EXPECT_GE(proxy.statistics().suspensions, 5U);
}

TEST_F(BudgetOverABadLine, CutsAtRandomPointsLoseAndDoubleNothing) {
    const auto engine = this->engine();
    std::mt19937 random(20'260'101);
    std::uint64_t armed = 0;
    std::map<Uuid, std::string> told;
    for (int i = 0; i < 400; ++i) {
        if (proxy.statistics().struck == armed) {
            Fault fault{.strike = random() % 2 == 0 ? Strike::reset : Strike::eof};
            if (armed % 4 == 0) {
                fault.message = 'C';
                fault.containing = "COMMIT";
                fault.nth = 1 + random() % 3;
            } else {
                fault.direction = random() % 2 == 0 ? Direction::to_server : Direction::to_client;
                fault.after_bytes = random() % 3000;
            }
            proxy.arm(fault);
            ++armed;
        }
        const auto next = expense(i);
        try {
            add(engine, next);
            told[next.key] = "1";
        } catch (const CommitUnknownError&) {
            told[next.key] = "unknown";
        } catch (const OperationalError&) {
            told[next.key] = "0";
        }
    }
    proxy.pass();
    std::map<std::string, int> answers;
    for (const auto& [key, answer] : told) {
        ++answers[answer];
        if (answer != "unknown") {
            EXPECT_EQ(stored(key), answer) << key.to_string();
        }
    }
    EXPECT_GT(armed, 100U);
    EXPECT_GE(answers["1"], 380) << answers["unknown"] << " unknown, " << answers["0"] << " failed";
    EXPECT_EQ(database.scalar("SELECT count(*) - count(DISTINCT key) FROM expenses"), "0");
}

TEST_F(BudgetOverABadLine, AnImportThatIsCutMayBeRunAgainUntilItIsThroughAndAddsEachRowOnce) {
    const auto file = write_csv(3000);
    std::mt19937 random(7);
    int cuts = 0;
    for (int attempt = 0; attempt < 12; ++attempt) {
        proxy.disarm();
        if (attempt % 4 == 3) {
            proxy.arm({.message = 'C', .containing = "COMMIT"});
        } else {
            proxy.arm({.direction = attempt % 2 == 0 ? Direction::to_server : Direction::to_client,
                       .after_bytes = 5'000 + random() % 60'000});
        }
        const auto struck = proxy.statistics().struck;
        const auto ran = run_program("import '" + file + "'");
        cuts += proxy.statistics().struck > struck ? 1 : 0;
        EXPECT_THAT(count(), ::testing::AnyOf("0", "3000")) << ran.output;
    }
    proxy.pass();
    EXPECT_EQ(run_program("import '" + file + "'").code, 0);
    EXPECT_EQ(count(), "3000");
    EXPECT_GT(cuts, 3);
}

}  // namespace athanor::testing
