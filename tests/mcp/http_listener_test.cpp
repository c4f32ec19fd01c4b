#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <athanor/core/error.hpp>

#include "http_socket.hpp"
#include "mcp/http_listener.hpp"

namespace athanor::mcp::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Answers with what came: method and body.
void echo(const std::shared_ptr<Exchange>& exchange) {
    exchange->finish(200, "\"" + exchange->request().method + " " + exchange->request().body + "\"");
}

/// Keeps what comes, for a test to answer.
class Held {
public:
    void operator()(std::shared_ptr<Exchange> exchange) {
        const std::lock_guard lock(mutex_);
        held_.push_back(std::move(exchange));
        changed_.notify_all();
    }
    std::shared_ptr<Exchange> next() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, 10s, [this] { return !held_.empty(); })) {
            throw std::runtime_error("no request came");
        }
        auto taken = held_.front();
        held_.erase(held_.begin());
        return taken;
    }
    Handler handler() {
        return [this](std::shared_ptr<Exchange> exchange) { (*this)(std::move(exchange)); };
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::shared_ptr<Exchange>> held_;
};

bool soon(const std::function<bool()>& holds) {
    for (int i = 0; i < 1000 && !holds(); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    return holds();
}

TEST(HttpListener, AnswersOneRequestAfterAnotherOnOneConnection) {
    const Listener listener({}, echo);
    HttpSocket socket(listener.port());
    socket.send(post("1"));
    EXPECT_EQ(socket.read().body, "\"POST 1\"");
    socket.send(post("2") + post("3"));
    EXPECT_EQ(socket.read().body, "\"POST 2\"");
    const auto third = socket.read();
    EXPECT_EQ(third.body, "\"POST 3\"");
    EXPECT_EQ(third.status, 200);
    EXPECT_EQ(third.header("content-type"), "application/json");
    EXPECT_THAT(third.header("date"), HasSubstr("GMT"));
}

TEST(HttpListener, TakesABodyInChunksAndByteByByte) {
    const Listener listener({}, echo);
    HttpSocket socket(listener.port());
    socket.send("POST /mcp?x=1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    socket.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_EQ(socket.read().body, "\"POST abcde\"");
    for (const char byte : post("slow")) {
        socket.send(std::string_view(&byte, 1));
    }
    EXPECT_EQ(socket.read().body, "\"POST slow\"");
}

TEST(HttpListener, SaysContinueToWhoWaitsForIt) {
    const Listener listener({}, echo);
    HttpSocket socket(listener.port());
    socket.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(socket.read_head().status, 100);
    socket.send("ok");
    EXPECT_EQ(socket.read().body, "\"POST ok\"");
}

TEST(HttpListener, RefusesNamesOriginsPathsAndTokensBeforeTheHandlerSeesAnything) {
    std::atomic<int> handled = 0;
    ListenerOptions options;
    options.guard.token = "s3cret";
    const Listener listener(options, [&](const std::shared_ptr<Exchange>& exchange) {
        ++handled;
        echo(exchange);
    });
    const std::string token = "Authorization: Bearer s3cret\r\n";
    EXPECT_EQ(ask(listener.port(), post("1", token, "evil.example")).status, 403);
    EXPECT_EQ(ask(listener.port(), post("1", token + "Origin: http://evil.example\r\n")).status, 403);
    EXPECT_EQ(ask(listener.port(), "POST /other HTTP/1.1\r\nHost: localhost\r\n" + token + "\r\n").status, 404);
    const auto refused = ask(listener.port(), post("1", "Authorization: Bearer guess\r\n"));
    EXPECT_EQ(refused.status, 401);
    EXPECT_THAT(refused.header("www-authenticate"), HasSubstr("Bearer"));
    EXPECT_THAT(refused.body, HasSubstr(R"("code":-32600)"));
    EXPECT_EQ(refused.header("connection"), "close");
    EXPECT_EQ(handled, 0);
    EXPECT_EQ(ask(listener.port(), post("1", token + "Origin: http://localhost:3000\r\n")).status, 200);
}

TEST(HttpListener, LimitsHeadersBodiesAndRates) {
    ListenerOptions options;
    options.max_header_bytes = 1000;
    options.max_body_bytes = 100;
    options.guard.requests_per_second = 0.001;
    options.guard.burst = 3;
    const Listener listener(options, echo);
    EXPECT_EQ(ask(listener.port(), post("1", "X-Long: " + std::string(2000, 'x') + "\r\n")).status, 431);
    EXPECT_EQ(ask(listener.port(), std::string(100'000, 'x')).status, 431);
    EXPECT_EQ(ask(listener.port(), "GET /" + std::string(100'000, 'x')).status, 431);
    EXPECT_EQ(ask(listener.port(), post(std::string(101, 'x'))).status, 413);
    EXPECT_EQ(ask(listener.port(), post(std::string(3'000'000, 'x'))).status, 413);
    EXPECT_EQ(
        ask(listener.port(), "POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n" +
                                 std::string(0xfff, 'x') + "\r\n0\r\n\r\n")
            .status,
        413);
    EXPECT_EQ(ask(listener.port(), post("1")).status, 200);
    EXPECT_EQ(ask(listener.port(), post("1")).status, 200);
    const auto limited = ask(listener.port(), post("1"));
    EXPECT_EQ(limited.status, 429);
    EXPECT_FALSE(limited.header("retry-after").empty());
}

TEST(HttpListener, RefusesWhatIsNoRequestOfHttp11) {
    const Listener listener({}, echo);
    for (const std::string text :
         {"\r\n\r\n\r\n", "hello\r\n\r\n", "GET\r\n\r\n", "POST /mcp HTTP/1.1\r\nno colon\r\n\r\n",
          "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
          "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "POST /mcp HTTP/1.1\r\nHost : localhost\r\n\r\n", "POST /mcp HTTP/1.1\r\n\r\n",
          "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"}) {
        EXPECT_EQ(ask(listener.port(), text).status, 400) << text;
    }
    EXPECT_EQ(ask(listener.port(), "GET /mcp HTTP/1.0\r\nHost: localhost\r\n\r\n").status, 505);
    EXPECT_EQ(ask(listener.port(), post("1")).status, 200) << "and still serves";
}

TEST(HttpListener, DoesNotWaitForThoseWhoSendALetterNowAndThen) {
    ListenerOptions options;
    options.header_timeout = 300ms;
    options.body_timeout = 300ms;
    options.idle_timeout = 300ms;
    const Listener listener(options, echo);

    HttpSocket loris(listener.port());
    const auto begin = std::chrono::steady_clock::now();
    while (loris.send("X") && std::chrono::steady_clock::now() - begin < 1s) {
        std::this_thread::sleep_for(50ms);
    }
    EXPECT_EQ(loris.read_head().status, 408);

    HttpSocket body(listener.port());
    body.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12");
    EXPECT_EQ(body.read().status, 408);

    HttpSocket silent(listener.port());
    EXPECT_TRUE(silent.is_closed_within(5s));

    HttpSocket idle(listener.port());
    idle.send(post("1"));
    EXPECT_EQ(idle.read().status, 200);
    EXPECT_TRUE(idle.is_closed_within(5s));
}

TEST(HttpListener, StreamsEventsAndAnswersWithTheLastOne) {
    Held held;
    const Listener listener({}, held.handler());
    HttpSocket socket(listener.port());
    socket.send(post("1"));
    const auto exchange = held.next();
    exchange->set_header("Mcp-Session-Id", "abc");
    exchange->send_event(R"({"a":1})");
    const auto head = socket.read_head();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-type"), "text/event-stream");
    EXPECT_EQ(head.header("x-accel-buffering"), "no");
    EXPECT_EQ(head.header("mcp-session-id"), "abc");
    EXPECT_EQ(socket.read_chunk(), "event: message\ndata: {\"a\":1}\n\n");
    exchange->finish(500, R"({"b":2})");
    exchange->send_event("too late");
    exchange->finish(200, "too late");
    EXPECT_EQ(socket.read_chunk(), "event: message\ndata: {\"b\":2}\n\n");
    EXPECT_EQ(socket.read_chunk(), "");
    socket.send(post("2"));
    held.next()->finish(200, "{}");
    EXPECT_EQ(socket.read().body, "{}") << "the connection goes on";
}

TEST(HttpListener, KeepsAStreamAliveAndBeginsOneWhenItMay) {
    Held held;
    ListenerOptions options;
    options.keep_alive = 100ms;
    const Listener listener(options, held.handler());
    HttpSocket socket(listener.port());
    socket.send(post("1"));
    const auto exchange = held.next();
    std::this_thread::sleep_for(250ms);
    exchange->allow_stream();
    EXPECT_EQ(socket.read_head().header("content-type"), "text/event-stream");
    EXPECT_THAT(socket.read_chunk(), ::testing::StartsWith(":"));
    EXPECT_THAT(socket.read_chunk(), ::testing::StartsWith(":"));
    exchange->finish(200, "{}");
}

TEST(HttpListener, SaysWhenThePeerGoes) {
    Held held;
    const Listener listener({}, held.handler());
    auto socket = std::make_unique<HttpSocket>(listener.port());
    socket->send(post("1"));
    const auto exchange = held.next();
    std::atomic<int> called = 0;
    exchange->on_close([&] { ++called; });
    EXPECT_FALSE(exchange->closed());
    socket.reset();
    EXPECT_TRUE(soon([&] { return called == 1; }));
    EXPECT_TRUE(exchange->closed());
    exchange->on_close([&] { ++called; });
    EXPECT_EQ(called, 2) << "at once, if it is gone already";
    exchange->send_event("{}");
    exchange->finish(200, "{}");
}

TEST(HttpListener, AnAnsweredRequestIsNotCancelledByTheClientThatLeaves) {
    Held held;
    std::atomic<int> called = 0;
    {
        const Listener listener({}, held.handler());
        HttpSocket socket(listener.port());
        socket.send(post("1"));
        const auto exchange = held.next();
        exchange->on_close([&] { ++called; });
        exchange->finish(200, "{}");
        EXPECT_EQ(socket.read().status, 200);
    }
    EXPECT_EQ(called, 0);
}

TEST(HttpListener, AHandlerThatForgetsOrThrowsIsAnError500) {
    const Listener forgets({}, [](const std::shared_ptr<Exchange>&) {});
    EXPECT_EQ(ask(forgets.port(), post("1")).status, 500);
    const Listener throws({}, [](const std::shared_ptr<Exchange>&) { throw std::runtime_error("no"); });
    EXPECT_EQ(ask(throws.port(), post("1")).status, 500);
}

TEST(HttpListener, GivesUpOnAReaderThatDoesNotRead) {
    Held held;
    ListenerOptions options;
    options.max_pending_bytes = 100'000;
    const Listener listener(options, held.handler());
    HttpSocket socket(listener.port());
    socket.send(post("1"));
    const auto exchange = held.next();
    const std::string large(50'000, 'x');
    EXPECT_TRUE(soon([&] {
        exchange->send_event(large);
        return exchange->closed();
    }));
}

TEST(HttpListener, RefusesMoreConnectionsThanItMayHave) {
    Held held;
    ListenerOptions options;
    options.max_connections = 2;
    const Listener listener(options, held.handler());
    HttpSocket first(listener.port());
    HttpSocket second(listener.port());
    first.send(post("1"));
    second.send(post("1"));
    const auto one = held.next();
    const auto two = held.next();
    const auto refused = ask(listener.port(), post("1"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "1");
    one->finish(200, "{}");
    EXPECT_EQ(first.read().status, 200);
}

TEST(HttpListener, StopsAfterWhatRunsIsAnswered) {
    Held held;
    auto listener = std::make_unique<Listener>(ListenerOptions{}, held.handler());
    HttpSocket busy(listener->port());
    HttpSocket idle(listener->port());
    busy.send(post("1"));
    const auto exchange = held.next();
    std::thread later([&] {
        std::this_thread::sleep_for(200ms);
        exchange->finish(200, "{}");
    });
    listener->stop(10s);
    later.join();
    EXPECT_EQ(busy.read().status, 200);
    EXPECT_TRUE(idle.is_closed_within(1s));
    EXPECT_THROW(HttpSocket{listener->port()}, std::runtime_error);
    listener.reset();
    exchange->send_event("{}");
}

TEST(HttpListener, StopsThoughSomethingNeverAnswers) {
    Held held;
    Listener listener({}, held.handler());
    HttpSocket socket(listener.port());
    socket.send(post("1"));
    const auto exchange = held.next();
    const auto begin = std::chrono::steady_clock::now();
    listener.stop(100ms);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    EXPECT_TRUE(exchange->closed());
    EXPECT_TRUE(socket.is_closed_within(1s));
}

TEST(HttpListener, SaysWhyItCannotListen) {
    EXPECT_THROW(Listener({.address = "nowhere"}, echo), ArgumentError);
    const Listener listener({}, echo);
    EXPECT_THROW(Listener({.port = listener.port()}, echo), OperationalError);
}

TEST(HttpListener, AThousandRequestsAtOnceAllGetAnAnswer) {
    ListenerOptions options;
    options.guard.requests_per_second = 0;
    options.max_connections = 64;
    const Listener listener(options, echo);
    std::atomic<int> served = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> clients;
    for (int thread = 0; thread < 10; ++thread) {
        clients.emplace_back([&] {
            std::vector<std::unique_ptr<HttpSocket>> sockets;
            for (int i = 0; i < 10; ++i) {
                sockets.push_back(std::make_unique<HttpSocket>(listener.port()));
            }
            for (const auto& socket : sockets) {
                std::string ten;
                for (int i = 0; i < 10; ++i) {
                    ten += post("x");
                }
                socket->send(ten);
            }
            for (const auto& socket : sockets) {
                int status = 200;
                for (int i = 0; i < 10 && status == 200; ++i) {
                    status = socket->read().status;
                    status == 200 ? ++served : ++refused;
                }
            }
        });
    }
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_EQ(served % 10, 0);
    EXPECT_GE(served, 10);
    EXPECT_EQ(served / 10 + refused, 100) << "each connection is served or told that the server is busy";
}

}  // namespace
}  // namespace athanor::mcp::http
