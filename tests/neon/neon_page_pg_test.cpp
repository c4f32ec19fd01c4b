// Runs what docs/neon.md shows, against a server that plays Neon's API and gives databases of the test server for
// branches.

#include <cstdlib>

#include <gmock/gmock.h>

#include "../../docs/snippets/neon.cpp"
#include "neon/fake_api.hpp"
#include "support/postgres.hpp"

namespace neon_page {
namespace {

using athanor::testing::ApiRequest;
using athanor::testing::ApiResponse;
using athanor::testing::FakeApi;
using athanor::testing::PostgresDatabase;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class NeonPage : public OnABranch {
protected:
    static void SetUpTestSuite() {
        api = std::make_unique<FakeApi>(&answer);
        setenv("NEON_API_URL", api->url().c_str(), 1);
        setenv("NEON_API_KEY", "napi_sesame", 1);
        setenv("NEON_PROJECT_ID", "blue-tree-1", 1);
        OnABranch::SetUpTestSuite();
        Bank::create_all(*engine);
    }
    static void TearDownTestSuite() {
        OnABranch::TearDownTestSuite();
        EXPECT_EQ(database, nullptr) << "the branch is deleted";
        const auto lines = api->lines();
        EXPECT_THAT(lines.front(), StartsWith("POST /projects/blue-tree-1/branches"));
        EXPECT_EQ(lines.back(), "DELETE /projects/blue-tree-1/branches/br-1");
        api.reset();
    }
    void SetUp() override {
        Session session(*engine);
        session.execute(delete_<Account>());
        session.add(Account{.owner = "Ann", .balance = 100});
        session.add(Account{.owner = "Bob", .balance = 100});
        session.commit();
    }

    static inline std::unique_ptr<FakeApi> api;
    static inline std::unique_ptr<PostgresDatabase> database;

private:
    static ApiResponse answer(const ApiRequest& request) {
        if (request.method == "POST") {
            database = std::make_unique<PostgresDatabase>();
            return {201, R"({"branch": {"id": "br-1"}, "operations": [{"id": "op-1", "status": "running"}]})"};
        }
        if (request.method == "DELETE") {
            database.reset();
            return {200, R"({"operations": []})"};
        }
        if (request.target.find("/operations/") != std::string::npos) {
            return {200, R"({"operation": {"id": "op-1", "status": "finished"}})"};
        }
        return {200, R"({"uri": ")" + database->url() + "\"}"};
    }
};

TEST_F(NeonPage, MoneyIsMovedOnTheBranch) {
    EXPECT_EQ(move(*engine, "Ann", "Bob", 30), 70);
    EXPECT_EQ(database->scalar("SELECT balance FROM accounts WHERE owner = 'Bob'"), "130");
}

TEST_F(NeonPage, TheReaderSumsUp) { EXPECT_EQ(total(*engine), 200); }

TEST_F(NeonPage, TheReportSaysHowThingsAre) {
    EXPECT_THAT(report(database->url()), HasSubstr("ok       access: reads and writes"));
}

TEST_F(NeonPage, AnEngineIsMadeOfTheEnvironment) {
    setenv("DATABASE_URL", (database->url() + "?pgbouncer=true").c_str(), 1);
    setenv("DATABASE_DIRECT_URL", database->url().c_str(), 1);
    const Engine own = open();
    unsetenv("DATABASE_URL");
    unsetenv("DATABASE_DIRECT_URL");
    EXPECT_EQ(own.options().direct_url, database->url());
    Bank::create_all(own);
    EXPECT_EQ(own.statistics().connects, 0u) << "the pooler was not asked";
}

}  // namespace
}  // namespace neon_page
