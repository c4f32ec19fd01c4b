#include <atomic>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <athanor/mcp/http.hpp>

#include "http_messages.hpp"
#include "http_socket.hpp"

// What a hostile client may try, over real sockets. After each attempt the server must still serve.
namespace athanor::mcp::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view token = "a-token-that-nobody-may-see";
const std::string authorized = fmt::format("Authorization: Bearer {}\r\n", token);

class HttpAttack : public ::testing::Test {
protected:
    HttpAttack() {
        server.tool<"twice">(
            "Twice", "Doubles a number.", reads, [](Range<int, 0, 1'000'000> number) { return number.value * 2; },
            Arg{"number", "Any"});
        HttpOptions options;
        options.token = token;
        options.requests_per_second = 0;
        options.header_timeout = 500ms;
        options.body_timeout = 500ms;
        options.limits.message_bytes = 100'000;
        http = serve_http(server, options);
    }
    ~HttpAttack() override {
        EXPECT_THAT(call(21), HasSubstr("42")) << "it still serves";
        http->stop(1s);
    }

    std::string call(int number) { return ask(http->port(), authorized_call(number)).body; }
    static std::string authorized_call(int number) {
        return post(modern_body("tools/call", fmt::format(R"("name":"twice","arguments":{{"number":{}}})", number)),
                    modern_headers("tools/call", "twice") + authorized);
    }
    HttpAnswer send(std::string_view body, std::string_view method = "tools/call", std::string_view name = "twice") {
        return ask(http->port(), post(body, modern_headers(method, name) + authorized));
    }

    Server server{ServerOptions{.name = "attacked", .version = "1"}};
    std::unique_ptr<HttpServer> http;
};

TEST_F(HttpAttack, ANameThatLeadsHereByDnsRebindingIsNotServed) {
    const std::string body = modern_body("tools/list");
    for (const char* host : {"evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example"}) {
        EXPECT_EQ(ask(http->port(), post(body, modern_headers("tools/list") + authorized, host)).status, 403) << host;
    }
    for (const char* origin : {"http://evil.example", "null", "http://localhost.evil.example", "file://"}) {
        const auto headers = modern_headers("tools/list") + authorized + "Origin: " + origin + "\r\n";
        EXPECT_EQ(ask(http->port(), post(body, headers)).status, 403) << origin;
    }
}

TEST_F(HttpAttack, NoAnswerHasTheTokenInIt) {
    for (const std::string& request :
         {post("{}", "Authorization: Bearer wrong\r\n"), post("{", authorized), post("[]", authorized),
          "GET /" + std::string(token) + " HTTP/1.1\r\nHost: localhost\r\n" + authorized + "\r\n",
          post(modern_body("no/such"), modern_headers("no/such") + authorized)}) {
        const auto answer = ask(http->port(), request);
        EXPECT_GE(answer.status, 400);
        EXPECT_THAT(answer.body, Not(HasSubstr(std::string(token))));
    }
}

TEST_F(HttpAttack, JsonThatIsTooLargeOrTooDeepIsRefused) {
    EXPECT_EQ(send(std::string(200'000, ' ')).status, 413);
    for (const char* open : {"[", "{\"a\":"}) {
        std::string deep;
        while (deep.size() < 90'000) {
            deep += open;
        }
        EXPECT_EQ(send(deep).status, 400);
        const std::string inside = modern_body("tools/call", R"("name":"twice","arguments":{"number":)" + deep + "}");
        EXPECT_THAT(send(inside).status, AnyOf(400, 413));
    }
    std::string closed(40'000, '[');
    closed += std::string(40'000, ']');
    EXPECT_EQ(send(modern_body("tools/call", R"("name":"twice","arguments":{"number":)" + closed + "}")).status, 400);
}

TEST_F(HttpAttack, BytesThatAreNoTextOrNoJsonAreRefused) {
    for (const std::string& body :
         {std::string("\xff\xfe\x00", 3), std::string("\0\0\0", 3), std::string("\"\xed\xa0\x80\""), std::string("nan"),
          std::string("{\"a\":1,}"), std::string("1e999999"), std::string("{}{}"), std::string(1000, '"')}) {
        EXPECT_EQ(send(body).status, 400) << body;
    }
}

TEST_F(HttpAttack, IdsOfEveryKindAreAnsweredOrRefusedButNeverMixedUp) {
    const auto answer_to = [&](std::string_view id) {
        return send(modern_body("tools/call", R"("name":"twice","arguments":{"number":1})", "", id));
    };
    for (const char* id : {"0", "-1", "9007199254740993", R"("text")", R"("")", R"("\u0000")", R"("a'b;--")"}) {
        const auto answer = answer_to(id);
        EXPECT_EQ(answer.status, 200) << id << answer.body;
        EXPECT_EQ(Json::parse(answer.body)["id"], Json::parse(id));
    }
    for (const char* id : {"null", "true", "{}", "[1]"}) {
        EXPECT_EQ(answer_to(id).status, 400) << id;
    }
}

TEST_F(HttpAttack, HeadersThatConfuseOtherServersAreRefused) {
    const std::string start =
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + authorized;
    for (const std::string& rest :
         {std::string("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          std::string("Content-Length: 4, 5\r\n\r\n{}  "), std::string("Content-Length: +4\r\n\r\n{}  "),
          std::string("Content-Length: 99999999999999999999\r\n\r\n{}"), std::string("Content-Length: 0x4\r\n\r\n{}  "),
          std::string("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}"), std::string("X\0Y: 1\r\n\r\n", 10),
          std::string("\r\n"), std::string(": empty\r\n\r\n")}) {
        EXPECT_GE(ask(http->port(), start + rest).status, 400) << rest;
    }
    const std::string modern = modern_body("tools/list");
    EXPECT_EQ(ask(http->port(), post(modern, authorized + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: "
                                                          "=?base64?!!!?=\r\n"))
                  .status,
              400);
}

TEST_F(HttpAttack, ManySlowClientsDoNotStopAQuickOne) {
    std::vector<std::unique_ptr<HttpSocket>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<HttpSocket>(http->port()));
        slow.back()->send(i % 2 == 0 ? "POST /mcp HT" : post("x", "X: y\r\n").substr(0, 60));
    }
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(call(4), HasSubstr("8"));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    for (const auto& one : slow) {
        EXPECT_TRUE(one->is_closed_within(10s));
    }
}

TEST_F(HttpAttack, AThousandCallsAtOnceAreEachAnsweredWithTheirOwnResult) {
    std::atomic<int> right = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 10; ++thread) {
        threads.emplace_back([&, thread] {
            std::vector<std::unique_ptr<HttpSocket>> sockets;
            for (int i = 0; i < 20; ++i) {
                sockets.push_back(std::make_unique<HttpSocket>(http->port()));
                std::string five;
                for (int k = 0; k < 5; ++k) {
                    five += authorized_call(thread * 1000 + i * 10 + k);
                }
                sockets.back()->send(five);
            }
            for (int i = 0; i < 20; ++i) {
                for (int k = 0; k < 5; ++k) {
                    const auto answer = sockets[static_cast<std::size_t>(i)]->read();
                    const auto wanted = std::to_string(2 * (thread * 1000 + i * 10 + k));
                    const bool fits =
                        answer.status == 200 && answer.body.find("\"result\":" + wanted + "}") != std::string::npos;
                    ++(fits ? right : wrong);
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, 1000);
    EXPECT_EQ(wrong, 0);
}

TEST_F(HttpAttack, RandomChangesToAGoodRequestNeverEndTheServer) {
    std::mt19937 random(20261123);  // NOLINT(cert-msc51-cpp): the same each time
    const std::string good = authorized_call(1);
    for (int round = 0; round < 300; ++round) {
        std::string request = good;
        for (int change = 0; change < 3; ++change) {
            const std::size_t at = random() % request.size();
            switch (random() % 3) {
            case 0:
                request[at] = static_cast<char>(random() % 256);
                break;
            case 1:
                request.erase(at, 1 + random() % 20);
                break;
            default:
                request.insert(at, request.substr(random() % request.size(), random() % 20));
                break;
            }
        }
        HttpSocket socket(http->port());
        socket.send(request);
        if (round % 10 == 0) {
            EXPECT_THAT(call(3), HasSubstr("6")) << request;
        }
    }
}

}  // namespace
}  // namespace athanor::mcp::http
