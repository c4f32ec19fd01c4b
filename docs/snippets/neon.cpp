// What docs/neon.md shows.

#include <optional>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <athanor/engine/diagnose.hpp>
#include <athanor/neon/client.hpp>
#include <athanor/orm.hpp>
#include <athanor/orm/run_transaction.hpp>

namespace neon_page {

using namespace athanor;

struct Account : Model<Account> {
    static constexpr auto table_name = "accounts";

    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> owner;
    Mapped<int> balance;
};
using Bank = Schema<Account>;

//! [engine]
inline Engine open() {
    load_dotenv();
    EngineOptions options;
    options.pool_pre_ping = true;  // a compute that slept has closed the connections that were idle
    options.direct_url = env("DATABASE_DIRECT_URL", "");  // for create_all, where DATABASE_URL leads through the pooler
    options.reader_url = env("DATABASE_READER_URL", "");  // a replica, for engine.reader()
    return create_engine(env("DATABASE_URL", "sqlite:///budget.db"), options);
}
//! [engine]

//! [transfer]
inline int move(const Engine& engine, const std::string& from, const std::string& to, int amount) {
    return run_transaction(
        engine,
        [&](Session& session) {
            auto& a = Account::columns();
            auto source = session.query<Account>().filter(a.owner == from).one();
            auto target = session.query<Account>().filter(a.owner == to).one();
            source->balance -= amount;
            target->balance += amount;
            return source->balance.get();
        },
        {.max_retries = 5, .repeatable = true});
}
//! [transfer]

//! [reader]
inline int total(const Engine& engine) {
    Session session(engine.reader());
    return static_cast<int>(session.scalar(select(func::sum(Account::columns().balance))).value_or(0));
}
//! [reader]

//! [doctor]
inline std::string report(const std::string& url) {
    std::string text;
    for (const Finding& finding : diagnose(url))
        text += fmt::format("{:8} {}: {} {}\n", to_string(finding.state), finding.name, finding.text, finding.remedy);
    return text;
}
//! [doctor]

//! [fixture]
class OnABranch : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        client.emplace(env("NEON_PROJECT_ID", ""),
                       neon::ClientOptions{.base_url = env("NEON_API_URL", "https://console.neon.tech/api/v2")});
        branch = client->create_branch({.name = "test-" + Uuid::random().to_string(), .schema_only = true});
        client->wait(branch.operations);
        const URL url =
            client->connection_uri({.database = "neondb", .role = "neondb_owner", .branch_id = branch.branch.id});
        engine.emplace(create_engine(url));
    }
    static void TearDownTestSuite() {
        engine.reset();  // its connections first
        if (client && !branch.branch.id.empty())
            client->delete_branch(branch.branch.id);
    }

    static inline std::optional<neon::Client> client;
    static inline neon::CreatedBranch branch;
    static inline std::optional<Engine> engine;
};
//! [fixture]

}  // namespace neon_page
