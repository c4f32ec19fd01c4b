#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mcp/wire.hpp"

namespace athanor::mcp::tests {
namespace {

struct Cancel : testing::Test {
    Server server{{.name = "test", .version = "1.0"}};
    std::atomic<bool> started{false};
    std::atomic<bool> told{false};
    std::atomic<bool> ended{false};

    Cancel() {
        server.tool<"wait">("Wait", "Waits.", reads, [this](Context& context) {
            const auto hook = context.on_cancel([this] { told = true; });
            started = true;
            while (!told) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            ended = true;
            context.throw_if_cancelled();
            return std::string("not reached");
        });
        server.tool<"count">(
            "Count", "Counts.", reads,
            [](Context& context, int upto) {
                for (int i = 0; i <= upto; ++i) {
                    context.progress(i, upto, i == upto ? "done" : "");
                    context.progress(i, upto);  // no progress
                }
                return upto;
            },
            Arg{"upto", "u"});
    }
    void wait_for(const std::atomic<bool>& flag) {
        for (int i = 0; i < 10000 && !flag; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        EXPECT_TRUE(flag);
    }
};

TEST_F(Cancel, ReachesTheHandlerAndIsNotAnswered) {
    Wire wire(server);
    const auto running = wire.start_modern("tools/call", {{"name", "wait"}});
    wait_for(started);
    wire.notify("notifications/cancelled", {{"requestId", "unknown"}});
    EXPECT_FALSE(told);
    wire.notify("notifications/cancelled", {{"requestId", wire.last_id}});
    EXPECT_EQ(running->raw().text, "");
    EXPECT_TRUE(ended);
}

TEST_F(Cancel, IsWhatALostConnectionMeans) {
    Wire wire(server, true);
    const auto running = wire.start_modern("tools/call", {{"name", "wait"}});
    wait_for(started);
    wire.last->cancel();
    EXPECT_EQ(running->raw().text, "");
    wire.last->cancel();
}

TEST_F(Cancel, EndsWhatRunsTooLongWhenTheServerStops) {
    Wire wire(server);
    const auto running = wire.start_modern("tools/call", {{"name", "wait"}});
    wait_for(started);
    wire.endpoint.stop(std::chrono::milliseconds(10));
    EXPECT_TRUE(ended);
    EXPECT_TRUE(running->replied());
    EXPECT_EQ(wire.modern("tools/call", {{"name", "wait"}}).at("error").at("code"), -32603);
}

TEST_F(Cancel, LeavesWhatIsQueuedUndone) {
    Limits limits;
    limits.threads = 1;
    Wire wire(server, false, limits);
    const auto first = wire.start_modern("tools/call", {{"name", "wait"}});
    const Json first_id = wire.last_id;
    wait_for(started);
    const auto second = wire.start_modern("tools/call", {{"name", "count"}, {"arguments", {{"upto", 1}}}});
    wire.notify("notifications/cancelled", {{"requestId", wire.last_id}});
    wire.notify("notifications/cancelled", {{"requestId", first_id}});
    EXPECT_EQ(first->raw().text, "");
    EXPECT_EQ(second->raw().text, "");
}

TEST_F(Cancel, RefusesMoreRequestsThanMayWait) {
    Limits limits;
    limits.threads = 1;
    limits.waiting = 1;
    Wire wire(server, false, limits);
    wire.start_modern("tools/call", {{"name", "wait"}});
    wait_for(started);
    const auto queued = wire.start_modern("tools/call", {{"name", "count"}, {"arguments", {{"upto", 1}}}});
    const auto refused = wire.start_modern("tools/call", {{"name", "count"}, {"arguments", {{"upto", 1}}}})->raw();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(Json::parse(refused.text).at("error").at("code"), -32603);
    told = true;
    EXPECT_TRUE(queued->wait().contains("result"));
}

TEST_F(Cancel, ProgressGoesUpAndOnlyToWhoAsked) {
    Wire wire(server);
    Json params{{"name", "count"}, {"arguments", {{"upto", 2}}}};
    auto answer = wire.start_modern("tools/call", params);
    answer->wait();
    EXPECT_TRUE(answer->messages().empty());
    params["_meta"]["progressToken"] = "t";
    answer = wire.start_modern("tools/call", params);
    answer->wait();
    const auto messages = answer->messages();
    ASSERT_EQ(messages.size(), 3U);
    EXPECT_EQ(messages[2], Json::parse(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{
        "progressToken":"t","progress":2.0,"total":2.0,"message":"done"}})"));
}

}  // namespace
}  // namespace athanor::mcp::tests
