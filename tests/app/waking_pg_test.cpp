// The program before servers that sleep, that stand behind a pooler, or that lose the connection.
#include <athanor/testing/fault_proxy.hpp>

#include "budget_app.hpp"
#include "support/closed_port.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Server : public AppDatabase {
public:
    [[nodiscard]] std::string url() const override { return database_.url(); }

private:
    PostgresDatabase database_;
};

class BudgetBehindAProxy : public BudgetApp {
protected:
    Finished through_proxy(FaultProxy& proxy, std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--db", proxy.url(url())});
        return run(arguments);
    }
};
INSTANTIATE_TEST_SUITE_P(Postgresql, BudgetBehindAProxy,
                         ::testing::Values(DatabaseKind{"Postgresql", [] { return std::make_unique<Server>(); }}));

TEST_P(BudgetBehindAProxy, SaysOnStderrThatItWaitsForAServerThatWakesUp) {
    prepare();
    FaultProxy proxy(url());
    proxy.refuse_logins({.message = "Couldn't connect to compute node", .severity = "ERROR", .sqlstate = "XX000"});
    const auto done = through_proxy(proxy, {"category", "list"});
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_THAT(done.out, HasSubstr("Food"));
    EXPECT_THAT(done.err, AllOf(HasSubstr("budget: PostgreSQL at"), HasSubstr("is waking up"),
                                HasSubstr("trying again"), Not(HasSubstr("WARNING"))));
}

TEST_P(BudgetBehindAProxy, AnExpenseWhoseCommitWasNotAnsweredIsLookedUpAndThereOnce) {
    prepare();
    for (const auto strike : {Strike::reset, Strike::eof}) {
        FaultProxy proxy(url());
        Fault lost;
        lost.message = 'C';
        lost.containing = "COMMIT";
        lost.strike = strike;
        proxy.arm(lost);
        const auto before = value("SELECT count(*) FROM expenses");
        const auto done = through_proxy(proxy, {"add", "12.50", "Food", "Weekly market"});
        EXPECT_EQ(done.code, 0) << done.err;
        EXPECT_THAT(done.out, HasSubstr("Added"));
        EXPECT_EQ(proxy.statistics().struck, 1u);
        EXPECT_EQ(std::stoi(value("SELECT count(*) FROM expenses")), std::stoi(before) + 1);
    }
}

TEST_P(BudgetBehindAProxy, AnExpenseWhoseConnectionEndsBeforeCommitIsWrittenAgain) {
    prepare();
    FaultProxy proxy(url());
    Fault lost;
    lost.direction = Direction::to_client;
    lost.message = 'C';
    lost.containing = "INSERT";
    proxy.arm(lost);
    const auto done = through_proxy(proxy, {"add", "12.50", "Food", "Weekly market"});
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "1");
}

TEST_P(BudgetBehindAProxy, InitIsRefusedThroughAPoolerUnlessTheDirectUrlIsKnown) {
    const auto refusal = run({"init", "--db", url() + "?pgbouncer=true"});
    EXPECT_EQ(refusal.code, 2);
    EXPECT_THAT(refusal.err, AllOf(HasSubstr("pooler"), HasSubstr("DATABASE_DIRECT_URL")));
    EXPECT_TRUE(content().empty());
    PostgresUrlParts nobody;
    nobody.port = closed_port();
    // Before it connects.
    EXPECT_EQ(run({"init", "--db", with_parts(url(), nobody) + "?pgbouncer=true"}).code, 2);
    auto what = setup({"init"});
    what.environment["DATABASE_URL"] = url() + "?pgbouncer=true";
    what.environment["DATABASE_DIRECT_URL"] = url();
    const auto done = Process(what).wait();
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "0");
}

TEST_P(BudgetBehindAProxy, ReportsComeFromTheReader) {
    prepare();
    ok({"add", "12.50", "Food", "here"});
    PostgresDatabase replica;
    ok({"init", "--db", replica.url()});
    replica.execute("INSERT INTO users (email, name, created_at) VALUES ('ann@example.com', 'Ann', now())");
    auto what = setup({"list"});
    what.environment["DATABASE_READER_URL"] = replica.url();
    EXPECT_THAT(Process(what).wait().out, Not(HasSubstr("here")));
    what = setup({"category", "list"});
    what.environment["DATABASE_READER_URL"] = replica.url();
    EXPECT_THAT(Process(what).wait().out, HasSubstr("Food"));
}

}  // namespace
}  // namespace athanor::testing
