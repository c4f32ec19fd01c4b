#include <atomic>
#include <csignal>
#include <map>
#include <string>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>
#include <athanor/mcp/stdio.hpp>

#include "mcp/lines.hpp"

namespace athanor::mcp::tests {
namespace {

/// A server at the other end of two pipes.
class Stdio {
public:
    explicit Stdio(Server& server, StdioOptions options = {}) {
        EXPECT_EQ(::pipe(to_), 0);
        EXPECT_EQ(::pipe(from_), 0);
        serving_ = std::thread([this, &server, options] {
            code_ = serve_stdio(server, to_[0], from_[1], options);
            ::close(from_[1]);
        });
        reading_ = std::thread([this] {
            char buffer[4096];
            for (ssize_t count = 0; (count = ::read(from_[0], buffer, sizeof buffer)) > 0;) {
                output_.append(buffer, static_cast<std::size_t>(count));
            }
        });
    }
    void write(const std::string& text) {
        EXPECT_EQ(::write(to_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    void close_input() { ::close(std::exchange(to_[1], -1)); }

    /// Waits for the end; every line is JSON.
    std::map<std::string, Json> answers() {
        serving_.join();
        reading_.join();
        std::map<std::string, Json> result;
        std::size_t begin = 0;
        for (auto end = output_.find('\n'); end != std::string::npos; end = output_.find('\n', begin)) {
            const Json line = Json::parse(output_.substr(begin, end - begin));
            result.emplace(line.contains("id") ? line.at("id").dump() : "none", line);
            begin = end + 1;
        }
        EXPECT_EQ(begin, output_.size());
        return result;
    }
    [[nodiscard]] int code() const { return code_; }

    ~Stdio() {
        for (const int descriptor : {to_[0], to_[1], from_[0]}) {
            if (descriptor >= 0) {
                ::close(descriptor);
            }
        }
    }

private:
    int to_[2]{-1, -1};
    int from_[2]{-1, -1};
    std::thread serving_;
    std::thread reading_;
    std::string output_;
    std::atomic<int> code_{-1};
};

std::string call(int id, const std::string& tool) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":"tools/call","params":{"name":")" + tool +
           R"(","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)" +
           R"("io.modelcontextprotocol/clientCapabilities":{}}}})";
}

struct StdioTest : testing::Test {
    Server server{{.name = "test", .version = "1.0"}};
    std::atomic<bool> started{false};
    std::atomic<bool> release{false};
    std::atomic<bool> cancelled{false};
    StdioTest() {
        server.tool<"slow">("Slow", "Takes its time.", reads, [this](Context& context) {
            started = true;
            while (!release && !context.cancelled()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            cancelled = context.cancelled();
            context.throw_if_cancelled();
            return 1;
        });
        server.tool<"fast">("Fast", "Takes none.", reads, [] { return 2; });
    }
    void wait_for_start() const {
        while (!started) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
};

TEST_F(StdioTest, AnswersEverythingReceivedAtTheEndOfInput) {
    Stdio client(server);
    client.write(call(1, "slow") + "\n" + call(2, "fast") + "\r\n\n  \n" + call(3, "fast"));
    wait_for_start();
    client.close_input();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    release = true;
    const auto answers = client.answers();
    EXPECT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers.at("1").at("result").at("structuredContent").at("result"), 1);
    EXPECT_EQ(answers.at("3").at("result").at("structuredContent").at("result"), 2);
    EXPECT_EQ(client.code(), 0);
}

TEST_F(StdioTest, TakesItsAnswersInAnyOrder) {
    Stdio client(server);
    client.write(call(1, "slow") + "\n");
    wait_for_start();
    client.write(call(2, "fast") + "\n" +
                 R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})" + "\n");
    client.close_input();
    const auto answers = client.answers();
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_TRUE(answers.contains("2"));
    EXPECT_TRUE(cancelled);
}

TEST_F(StdioTest, CancelsWhatRunsTooLongAfterASignal) {
    Stdio client(server, {.grace = std::chrono::milliseconds(10)});
    client.write(call(1, "slow") + "\n");
    wait_for_start();
    ::kill(::getpid(), SIGTERM);
    EXPECT_TRUE(client.answers().empty());
    EXPECT_TRUE(cancelled);
    EXPECT_EQ(client.code(), 0);
}

TEST_F(StdioTest, FinishesWhatRunsAfterASignal) {
    Stdio client(server, {.grace = std::chrono::seconds(10)});
    client.write(call(1, "slow") + "\n");
    wait_for_start();
    ::kill(::getpid(), SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    release = true;
    EXPECT_EQ(client.answers().size(), 1U);
    EXPECT_FALSE(cancelled);
}

TEST_F(StdioTest, EndsASlowEndWithASignal) {
    Stdio client(server, {.grace = std::chrono::milliseconds(10)});
    client.write(call(1, "slow") + "\n");
    client.close_input();
    wait_for_start();
    ::kill(::getpid(), SIGTERM);
    EXPECT_TRUE(client.answers().empty());
    EXPECT_TRUE(cancelled);
}

TEST_F(StdioTest, GoesOnAfterALineThatIsTooLong) {
    Stdio client(server, {.limits = {.message_bytes = 1000}});
    client.write(std::string(100'000, 'x') + "\n" + call(2, "fast") + "\n");
    client.close_input();
    const auto answers = client.answers();
    EXPECT_EQ(answers.at("none").at("error").at("code"), -32600);
    EXPECT_TRUE(answers.at("2").contains("result"));
}

TEST(LineReader, KeepsNoMoreOfALineThanItMay) {
    detail::LineReader reader(3);
    std::vector<std::string> lines;
    const auto take = [&](std::string_view line) { lines.emplace_back(line); };
    reader.add("ab", take);
    reader.add("c\nabcdefgh", take);
    reader.add("ijk\n\n\r\nx", take);
    reader.finish(take);
    EXPECT_EQ(lines, (std::vector<std::string>{"abc", "abcd", "x"}));
}

}  // namespace
}  // namespace athanor::mcp::tests
