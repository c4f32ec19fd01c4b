#include "mcp_client.hpp"

#include <poll.h>
#include <stdexcept>
#include <unistd.h>

#include <gtest/gtest.h>

#include <athanor/mcp/stdio.hpp>

namespace athanor::testing {

namespace {
constexpr const char* prefix = "io.modelcontextprotocol/";
}

Json agree(const Json&) { return {{"action", "accept"}, {"content", {{"confirm", true}}}}; }
Json decline(const Json&) { return {{"action", "decline"}}; }

McpClient::McpClient(mcp::Server& server, McpClientOptions options) : options_(std::move(options)) {
    int in[2];
    int out[2];
    if (pipe(in) != 0 || pipe(out) != 0) {
        throw std::runtime_error("no pipe");
    }
    to_server_ = in[1];
    from_server_ = out[0];
    thread_ = std::thread([this, &server, from = in[0], to = out[1]] {
        mcp::StdioOptions how;
        how.handle_signals = false;
        code_ = mcp::serve_stdio(server, from, to, how);
        close(from);
        close(to);
    });
    if (options_.era == McpEra::legacy) {
        Json capabilities = Json::object();
        if (options_.on_question) {
            capabilities["elicitation"] = Json::object();
        }
        const auto answer = request("initialize", {{"protocolVersion", "2025-11-25"},
                                                   {"capabilities", capabilities},
                                                   {"clientInfo", {{"name", "tester"}, {"version", "1"}}}});
        EXPECT_TRUE(answer.contains("result")) << answer;
        notify("notifications/initialized", Json::object());
    }
}

McpClient::~McpClient() {
    if (thread_.joinable()) {
        finish();
    }
}

int McpClient::finish() {
    close(to_server_);
    // What is left must be taken, or the server waits with it.
    while (read(std::chrono::steady_clock::now() + std::chrono::seconds(30))) {
    }
    thread_.join();
    close(from_server_);
    return code_;
}

Json McpClient::with_meta(Json params) const {
    if (options_.era == McpEra::modern) {
        Json capabilities = Json::object();
        if (options_.on_question) {
            capabilities["elicitation"] = Json::object();
        }
        params["_meta"][std::string(prefix) + "protocolVersion"] = "2026-07-28";
        params["_meta"][std::string(prefix) + "clientCapabilities"] = capabilities;
        params["_meta"][std::string(prefix) + "clientInfo"] = {{"name", "tester"}, {"version", "1"}};
    }
    return params;
}

void McpClient::write(const Json& message) {
    const std::string line = message.dump() + "\n";
    conversation.push_back("-> " + message.dump());
    for (std::size_t done = 0; done < line.size();) {
        const auto written = ::write(to_server_, line.data() + done, line.size() - done);
        if (written <= 0) {
            throw std::runtime_error("the server does not read");
        }
        done += static_cast<std::size_t>(written);
    }
}

std::optional<Json> McpClient::read(std::chrono::steady_clock::time_point until) {
    for (;;) {
        if (const auto end = buffer_.find('\n'); end != std::string::npos) {
            auto message = Json::parse(buffer_.substr(0, end));
            conversation.push_back("<- " + buffer_.substr(0, end));
            buffer_.erase(0, end + 1);
            return message;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd poll_for{from_server_, POLLIN, 0};
        if (left.count() < 0 || poll(&poll_for, 1, static_cast<int>(left.count())) <= 0) {
            return std::nullopt;
        }
        char piece[65536];
        const auto got = ::read(from_server_, piece, sizeof piece);
        if (got <= 0) {
            return std::nullopt;
        }
        buffer_.append(piece, static_cast<std::size_t>(got));
    }
}

int McpClient::send(const std::string& method, Json params) {
    write({{"jsonrpc", "2.0"}, {"id", ++ids_}, {"method", method}, {"params", with_meta(std::move(params))}});
    return ids_;
}

void McpClient::notify(const std::string& method, const Json& params) {
    write({{"jsonrpc", "2.0"}, {"method", method}, {"params", with_meta(params)}});
}

void McpClient::take(const Json& message) {
    if (!message.contains("method")) {
        answers_.push_back(message);
    } else if (!message.contains("id")) {
        notifications.push_back(message);
    } else if (message["method"] == "elicitation/create" && options_.on_question) {
        questions.push_back(message["params"]);
        write({{"jsonrpc", "2.0"}, {"id", message["id"]}, {"result", options_.on_question(message["params"])}});
    } else {
        ADD_FAILURE() << "the server asked for what this client cannot: " << message;
    }
}

std::optional<Json> McpClient::answer_to(int id, std::chrono::milliseconds wait) {
    const auto until = std::chrono::steady_clock::now() + wait;
    for (;;) {
        for (auto found = answers_.begin(); found != answers_.end(); ++found) {
            if ((*found)["id"] == id) {
                Json answer = *found;
                answers_.erase(found);
                return answer;
            }
        }
        const auto message = read(until);
        if (!message) {
            return std::nullopt;
        }
        take(*message);
    }
}

Json McpClient::request(const std::string& method, Json params) {
    const int id = send(method, std::move(params));
    auto answer = answer_to(id);
    if (!answer) {
        throw std::runtime_error("no answer to " + method);
    }
    return *answer;
}

Json McpClient::call(const std::string& tool, Json arguments) {
    Json params{{"name", tool}, {"arguments", std::move(arguments)}};
    for (int round = 0; round < 5; ++round) {
        const auto answer = request("tools/call", params);
        if (!answer.contains("result")) {
            throw std::runtime_error(answer.dump());
        }
        const auto& result = answer["result"];
        if (result.value("resultType", "complete") != "input_required") {
            return result;
        }
        params["inputResponses"] = Json::object();
        for (const auto& [key, question] : result["inputRequests"].items()) {
            questions.push_back(question["params"]);
            params["inputResponses"][key] = options_.on_question(question["params"]);
        }
        params["requestState"] = result["requestState"];
    }
    throw std::runtime_error("the server does not stop asking");
}

Json McpClient::ok(const std::string& tool, Json arguments) {
    const auto result = call(tool, std::move(arguments));
    EXPECT_FALSE(result.value("isError", false)) << tool << ": " << result.dump();
    return result.value("structuredContent", Json::object());
}

std::string McpClient::refused(const std::string& tool, Json arguments) {
    const auto result = call(tool, std::move(arguments));
    EXPECT_TRUE(result.value("isError", false)) << tool << ": " << result.dump();
    return result["content"][0]["text"].get<std::string>();
}

}  // namespace athanor::testing
