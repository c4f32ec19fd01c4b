// The Budget Manager's tools before a server that sleeps, or that loses the connection.
#include <athanor/testing/fault_proxy.hpp>

#include <budget/database.hpp>

#include "budget_app.hpp"
#include "mcp_client.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

class Server : public AppDatabase {
public:
    [[nodiscard]] std::string url() const override { return database_.url(); }

private:
    PostgresDatabase database_;
};

class ToolsBehindAProxy : public BudgetApp {
protected:
    void SetUp() override {
        BudgetApp::SetUp();
        prepare();
        proxy = std::make_unique<FaultProxy>(url());
        server = std::make_unique<BudgetServer>(
            budget::open(URL::parse(proxy->url(url())), {.pool_pre_ping = true, .application_name = "budget"}), true);
    }
    /// Expenses with that description, and entries on them: both or neither.
    std::pair<std::string, std::string> stored(const std::string& description) const {
        return {value("SELECT count(*) FROM expenses WHERE description = '" + description + "'"),
                value("SELECT count(*) FROM audit_entries WHERE change LIKE '%" + description + "%'")};
    }
    static Json lunch(const std::string& description) {
        return {{"amount", "12.50"}, {"category_name", "Food"}, {"description", description}, {"date", "2026-01-31"}};
    }

    std::unique_ptr<FaultProxy> proxy;
    std::unique_ptr<BudgetServer> server;
};
INSTANTIATE_TEST_SUITE_P(Postgresql, ToolsBehindAProxy,
                         ::testing::Values(DatabaseKind{"Postgresql", [] { return std::make_unique<Server>(); }}));

TEST_P(ToolsBehindAProxy, ACallAfterTheServerFellAsleepSucceeds) {
    McpClient client(server->server);
    client.ok("add_expense", lunch("awake"));
    for (const bool farewell : {true, false}) {
        proxy->suspend_now({.farewell = farewell});
        ASSERT_TRUE(proxy->wait_for([](const auto& now) { return now.open == 0; }));
        EXPECT_EQ(client.ok("search_expenses", {{"text", "awake"}})["count"], 1);
        proxy->suspend_now({.farewell = farewell});
        ASSERT_TRUE(proxy->wait_for([](const auto& now) { return now.open == 0; }));
        client.ok("add_expense", lunch(farewell ? "after a farewell" : "after none"));
    }
    EXPECT_EQ(stored("after a farewell"), (std::pair<std::string, std::string>("1", "1")));
    EXPECT_EQ(stored("after none"), (std::pair<std::string, std::string>("1", "1")));
}

TEST_P(ToolsBehindAProxy, AWriteThatIsCutAnywhereIsDoneOnceOrNotAtAll) {
    McpClient client(server->server);
    int number = 0;
    for (const auto direction : {Direction::to_server, Direction::to_client}) {
        for (const char* where : {"INSERT", "COMMIT"}) {
            for (const auto strike : {Strike::reset, Strike::eof}) {
                const std::string description = "cut " + std::to_string(++number);
                Fault fault;
                fault.direction = direction;
                fault.message = direction == Direction::to_client ? 'C' : 'P';
                fault.containing = where;
                fault.strike = strike;
                proxy->arm(fault);
                const auto result = client.call("add_expense", lunch(description));
                proxy->disarm();
                const auto there = stored(description);
                EXPECT_EQ(there.first, there.second) << description << ": the change and its entry are one";
                if (result.value("isError", false)) {
                    EXPECT_THAT(result["content"][0]["text"].get<std::string>(),
                                AnyOf(HasSubstr("try again"), HasSubstr("search_expenses")));
                } else {
                    EXPECT_EQ(there.first, "1") << description;
                }
            }
        }
    }
}

TEST_P(ToolsBehindAProxy, ATransferIsNeverHalf) {
    McpClient client(server->server);
    for (const char* where : {"INSERT", "COMMIT"}) {
        Fault fault;
        fault.message = 'C';
        fault.containing = where;
        proxy->arm(fault);
        client.call("transfer", {{"amount", "5"}, {"from_category", "Food"}, {"to_category", "Rent"}});
        proxy->disarm();
    }
    EXPECT_EQ(
        value("SELECT count(*) FROM (SELECT transfer_id FROM expenses GROUP BY transfer_id HAVING count(*) <> 2) x"),
        "0");
    EXPECT_EQ(value("SELECT count(*) FROM (SELECT 1 FROM expenses HAVING coalesce(sum(amount), 0) <> 0) x"), "0");
}

TEST_P(ToolsBehindAProxy, AServerThatDoesNotWakeUpIsAnAnswerThatSaysWhatToDo) {
    McpClient client(server->server);
    client.ok("list_categories", Json::object());
    proxy->refuse();
    proxy->reset_all();
    const auto text = client.refused("top_expenses", Json::object());
    EXPECT_THAT(text, HasSubstr("try again"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("://")));
    proxy->pass();
    client.ok("top_expenses", Json::object());
}

}  // namespace
}  // namespace athanor::testing
