// What docs/troubleshooting.md quotes of a server that has to wake up.

#include <regex>

#include <gtest/gtest.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/testing/fault_proxy.hpp>

#include "docs/troubleshooting_cases.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {
namespace {

/// The page has a user's names and times in the place of those of this run.
std::string as_on_page(std::string text, const std::string& url, std::uint16_t port) {
    const auto parts = make_url(url);
    const auto replace = [&](const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    };
    replace(parts.database, "budget");
    replace("\"" + parts.username.value_or("") + "\"", "\"ann\"");
    replace("127.0.0.1:" + std::to_string(port), "ep-calm-1.eu-central-1.aws.neon.tech:5432");
    replace("127.0.0.1", "ep-calm-1.eu-central-1.aws.neon.tech");
    replace("port " + std::to_string(port), "port 5432");
    return std::regex_replace(text, std::regex("in [0-9.]+ s"), "in 0.8 s");
}

class TroubleshootingOnPostgresql : public ::testing::Test {
protected:
    PostgresDatabase database;
    FaultProxy proxy{database.url()};
    const std::string url = proxy.url(database.url());
    const Refusal asleep{.message = "Couldn't connect to compute node", .severity = "ERROR", .sqlstate = "XX000"};
};

TEST_F(TroubleshootingOnPostgresql, AServerThatWakesUp) {
    const ScopedLogCapture log;
    proxy.refuse_logins(asleep);
    (void)create_engine(url).connect();
    ASSERT_EQ(log.messages("athanor.engine").size(), 1u);
    expect_on_page("waking", as_on_page(log.messages("athanor.engine")[0], url, proxy.port()));
}

TEST_F(TroubleshootingOnPostgresql, AServerThatStaysAsleep) {
    proxy.refuse_logins(asleep, 100);
    try {
        (void)create_engine(url, {.connect_retries = 0}).connect();
        FAIL();
    } catch (const OperationalError& error) {
        expect_on_page("asleep", as_on_page(error.what(), url, proxy.port()));
    }
}

}  // namespace
}  // namespace athanor::testing
