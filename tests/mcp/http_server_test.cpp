#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <athanor/core/error.hpp>
#include <athanor/mcp/http.hpp>

#include "http_messages.hpp"
#include "http_socket.hpp"

namespace athanor::mcp::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class HttpServerTest : public ::testing::Test {
protected:
    HttpServerTest() {
        server.tool<"echo">(
            "Echo", "Says it again.", reads, [](const std::string& text) { return text; }, Arg{"text", "What to say"});
        server.tool<"wait">("Wait", "Waits until it is cancelled.", reads, [this](Context& context) {
            ++waiting;
            for (int i = 0; i < 1000 && !context.cancelled(); ++i) {
                std::this_thread::sleep_for(10ms);
            }
            ++(context.cancelled() ? cancelled : finished);
            return std::string("waited");
        });
        server.tool<"nap">("Nap", "Takes a moment.", reads, [this] {
            ++waiting;
            std::this_thread::sleep_for(300ms);
            ++finished;
            return std::string("rested");
        });
        server.tool<"count">("Count", "Tells how far it is.", reads, [](Context& context) {
            context.progress(1, 2);
            context.progress(2, 2);
            return std::string("counted");
        });
    }

    std::uint16_t serve(HttpOptions options = {}) {
        http = serve_http(server, options);
        return http->port();
    }

    static bool soon(const std::atomic<int>& value) {
        for (int i = 0; i < 1000 && value == 0; ++i) {
            std::this_thread::sleep_for(10ms);
        }
        return value != 0;
    }

    std::atomic<int> waiting = 0;
    std::atomic<int> cancelled = 0;
    std::atomic<int> finished = 0;
    Server server{ServerOptions{.name = "test", .version = "1"}};
    std::unique_ptr<HttpServer> http;
};

Json body_of(const HttpAnswer& answer) { return Json::parse(answer.body); }

TEST_F(HttpServerTest, AnswersACallWithoutASession) {
    const auto port = serve();
    EXPECT_EQ(http->url(), fmt::format("http://127.0.0.1:{}/mcp", port));
    const auto answer = ask(port, modern_call("echo", R"({"text":"hello"})"));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/json");
    EXPECT_EQ(answer.header("mcp-session-id"), "");
    EXPECT_EQ(body_of(answer)["result"]["structuredContent"]["result"], "hello") << answer.body;
}

TEST_F(HttpServerTest, HeadersMustSayWhatTheBodySays) {
    const auto port = serve();
    const std::string body = modern_body("tools/call", R"("name":"echo","arguments":{"text":"x"})");
    const std::string version = "MCP-Protocol-Version: 2026-07-28\r\n";
    for (const std::string& headers :
         {version, version + "Mcp-Method: tools/list\r\nMcp-Name: echo\r\n",
          version + "Mcp-Method: tools/call\r\nMcp-Name: other\r\n", version + "Mcp-Method: tools/call\r\n",
          version + version + "Mcp-Method: tools/call\r\nMcp-Name: echo\r\n",
          version + "Mcp-Method: tools/call\r\nMcp-Name: echo\r\nMcp-Name: echo\r\n"}) {
        const auto answer = ask(port, post(body, headers));
        EXPECT_EQ(answer.status, 400) << headers;
        EXPECT_EQ(body_of(answer)["error"]["code"], -32020) << answer.body;
    }
}

TEST_F(HttpServerTest, AHeaderInBase64IsDecodedIfItIsWellFormed) {
    const auto port = serve();
    const std::string body = modern_body("tools/call", R"("name":"echo","arguments":{"text":"x"})");
    const auto status = [&](const std::string& name) {
        return ask(port, post(body, modern_headers("tools/call", name))).status;
    };
    EXPECT_EQ(status("=?base64?ZWNobw==?="), 200);
    for (const char* name : {"=?base64?ZWNobw?=", "=?base64?ZWNobw=?=", "=?base64?ZWNobw====?=", "=?base64?ZWNo?=",
                             "=?base64?ZWNobx==?=", "=?base64?ZWN obw==?=", "ZWNobw=="}) {
        EXPECT_EQ(status(name), 400) << name;
    }
}

TEST_F(HttpServerTest, AMethodThatDoesNotExistIs404AndAMessageThatIsNoneIs400) {
    const auto port = serve();
    const auto unknown = ask(port, post(modern_body("no/such"), modern_headers("no/such")));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(body_of(unknown)["error"]["code"], -32601);
    const auto nonsense = ask(port, post("{", modern_headers("tools/list")));
    EXPECT_EQ(nonsense.status, 400);
    EXPECT_EQ(body_of(nonsense)["error"]["code"], -32700);
}

TEST_F(HttpServerTest, RefusesOtherMethodsAndSaysWhichItTakes) {
    const auto port = serve();
    for (const std::string method : {"GET", "DELETE", "PUT", "PATCH", "OPTIONS"}) {
        const auto answer = ask(port, method + " /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_EQ(answer.status, 405) << method;
        EXPECT_EQ(answer.header("allow"), "POST");
    }
}

TEST_F(HttpServerTest, StreamsWhatComesBeforeTheAnswer) {
    HttpSocket socket(serve());
    socket.send(modern_call("count", "{}", R"("progressToken":"p",)"));
    const auto answer = socket.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "text/event-stream");
    const auto first = answer.body.find("notifications/progress");
    const auto second = answer.body.find("notifications/progress", first + 1);
    const auto result = answer.body.find("counted");
    EXPECT_LT(first, second);
    EXPECT_LT(second, result);
    EXPECT_NE(result, std::string::npos);
}

TEST_F(HttpServerTest, AClientThatClosesItsConnectionHasCancelled) {
    const auto port = serve();
    {
        HttpSocket socket(port);
        socket.send(modern_call("wait", "{}"));
        ASSERT_TRUE(soon(waiting));
    }
    EXPECT_TRUE(soon(cancelled));
    EXPECT_EQ(finished, 0);
}

TEST_F(HttpServerTest, AnOlderClientHasASessionUntilItEndsIt) {
    const auto port = serve();
    const auto opened = ask(port, post(legacy_initialize));
    ASSERT_EQ(opened.status, 200) << opened.body;
    EXPECT_EQ(body_of(opened)["result"]["protocolVersion"], "2025-11-25");
    const std::string id = opened.header("mcp-session-id");
    ASSERT_GE(id.size(), 16U);
    const std::string session = "Mcp-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
    const std::string list = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";

    EXPECT_EQ(ask(port, post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", session)).status, 202);
    EXPECT_EQ(ask(port, post(list, session)).status, 200);
    EXPECT_EQ(ask(port, post(list, "MCP-Protocol-Version: 2025-11-25\r\n")).status, 400) << "no session";
    EXPECT_EQ(ask(port, post(list, "Mcp-Session-Id: guess\r\nMCP-Protocol-Version: 2025-11-25\r\n")).status, 404);

    HttpSocket stream(port);
    stream.send("GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n" + session + "\r\n");
    EXPECT_EQ(stream.read_head().header("content-type"), "text/event-stream");
    server.tools_changed();
    EXPECT_THAT(stream.read_chunk(), HasSubstr("notifications/tools/list_changed"));

    const std::string ended = "DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n" + session + "\r\n";
    EXPECT_EQ(ask(port, ended).status, 204);
    EXPECT_EQ(ask(port, ended).status, 404);
    EXPECT_EQ(ask(port, post(list, session)).status, 404);
    EXPECT_EQ(stream.read_chunk(), "") << "the stream ends with the session";
}

TEST_F(HttpServerTest, AnOlderClientThatLosesItsConnectionHasNotCancelled) {
    const auto port = serve();
    const std::string id = ask(port, post(legacy_initialize)).header("mcp-session-id");
    {
        HttpSocket socket(port);
        socket.send(post(R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"nap","arguments":{}}})",
                         "Mcp-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n"));
        ASSERT_TRUE(soon(waiting));
    }
    EXPECT_TRUE(soon(finished));
}

TEST_F(HttpServerTest, StoppingLetsWhatRunsFinishAndCancelsWhatTakesTooLong) {
    const auto port = serve();
    HttpSocket short_call(port);
    short_call.send(modern_call("nap", "{}"));
    ASSERT_TRUE(soon(waiting));
    http->stop(10s);
    EXPECT_EQ(finished, 1);
    EXPECT_THAT(short_call.read().body, HasSubstr("rested"));

    waiting = 0;
    HttpSocket long_call(serve());
    long_call.send(modern_call("wait", "{}"));
    ASSERT_TRUE(soon(waiting));
    http->stop(50ms);
    EXPECT_EQ(cancelled, 1);
    http->stop(50ms);
}

TEST_F(HttpServerTest, OptionsThatWouldLetEverybodyInAreRefused) {
    EXPECT_THROW(serve({.address = "0.0.0.0"}), ArgumentError);
    EXPECT_THROW(serve({.path = "mcp"}), ArgumentError);
    const auto port = serve({.token = "s3cret", .principal = "ann"});
    EXPECT_EQ(ask(port, modern_call("echo", R"({"text":"x"})")).status, 401);
}

}  // namespace
}  // namespace athanor::mcp::http
