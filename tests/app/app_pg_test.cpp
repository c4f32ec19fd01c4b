// The cases of this folder on PostgreSQL, and what only a server can meet.
#include "budget_app.hpp"
#include "support/closed_port.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Server : public AppDatabase {
public:
    [[nodiscard]] std::string url() const override { return database_.url(); }

private:
    PostgresDatabase database_;
};

const DatabaseKind postgresql{"Postgresql", [] { return std::make_unique<Server>(); }};

INSTANTIATE_TEST_SUITE_P(Postgresql, BudgetApp, ::testing::Values(postgresql));

class BudgetOnPostgresql : public BudgetApp {
protected:
    /// Expects that no connection is made, and that no output shows the password.
    void unreachable(const PostgresUrlParts& parts, const std::string& password) {
        for (const char* command : {"ping", "init", "list"}) {
            const auto done = run({"--db", with_parts(url(), parts), command});
            EXPECT_EQ(done.code, 4) << command << " " << done.err;
            EXPECT_EQ(done.out, "");
            EXPECT_THAT(done.err, HasSubstr("error: "));
            EXPECT_THAT(done.err, Not(HasSubstr(password)));
        }
    }
};
INSTANTIATE_TEST_SUITE_P(Postgresql, BudgetOnPostgresql, ::testing::Values(postgresql));

TEST_P(BudgetOnPostgresql, AWrongPasswordIsRefusedAndNotShown) {
    PostgresUrlParts parts;
    parts.password = "wrong-sesame";
    unreachable(parts, "wrong-sesame");
}

TEST_P(BudgetOnPostgresql, ARefusedPortIsReported) {
    PostgresUrlParts parts;
    parts.host = "127.0.0.1";
    parts.port = closed_port();
    parts.password = "sesame";
    unreachable(parts, "sesame");
}

TEST_P(BudgetOnPostgresql, AnUnknownHostIsReported) {
    PostgresUrlParts parts;
    parts.host = "no-such-host.invalid";
    parts.password = "sesame";
    unreachable(parts, "sesame");
}

TEST_P(BudgetOnPostgresql, AnUnknownDatabaseIsReported) {
    PostgresUrlParts parts;
    parts.database = "no_such_database";
    unreachable(parts, "nothing to hide");
}

TEST_P(BudgetOnPostgresql, NeitherPingNorEchoShowsThePassword) {
    prepare();
    const auto colon = url().find(':', std::string("postgresql://").size());
    const std::string password = url().substr(colon + 1, url().find('@') - colon - 1);
    ASSERT_FALSE(password.empty());
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{"ping"}, {"ping", "--json"}, {"init"}, {"list", "--echo"}}) {
        const auto done = run(arguments);
        EXPECT_EQ(done.code, 0);
        EXPECT_THAT(done.out + done.err, Not(HasSubstr(":" + password + "@")));
    }
    EXPECT_THAT(run({"ping"}).out, HasSubstr(":***@"));
}

TEST_P(BudgetOnPostgresql, AReadOnlyDatabaseIsReadButNotWritten) {
    prepare();
    ok({"add", "1", "Food", "x"});
    const std::string only_read =
        url() + (url().find('?') == std::string::npos ? "?" : "&") + "options=-c%20default_transaction_read_only%3Don";
    EXPECT_THAT(ok({"--db", only_read, "list"}), HasSubstr("1 expense"));
    EXPECT_THAT(refused(1, {"--db", only_read, "add", "1", "Food", "y"}), HasSubstr("read-only"));
}

}  // namespace
}  // namespace athanor::testing
