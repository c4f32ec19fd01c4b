#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>

#include "mcp/manager.hpp"

namespace athanor::testing {

using Json = nlohmann::ordered_json;

enum class McpEra { legacy, modern };

/// What a client is like.
struct McpClientOptions {
    McpEra era = McpEra::modern;
    /// Answers elicitation/create; without it the client does not say that it can.
    std::function<Json(const Json& params)> on_question = nullptr;
};

/// An MCP client that talks to a server in this process through pipes, as one over stdio does. One thread.
class McpClient {
public:
    McpClient(mcp::Server& server, McpClientOptions options = {});
    ~McpClient();
    McpClient(const McpClient&) = delete;
    McpClient& operator=(const McpClient&) = delete;

    /// The whole answer: a member result or error. Questions of the server are answered on the way.
    Json request(const std::string& method, Json params = Json::object());
    /// The result of tools/call; a modern server's questions are answered and the call is made again.
    Json call(const std::string& tool, Json arguments);
    /// The structured content of a call that must succeed.
    Json ok(const std::string& tool, Json arguments);
    /// The text of a call that must answer isError.
    std::string refused(const std::string& tool, Json arguments);

    /// Without waiting; returns the id.
    int send(const std::string& method, Json params);
    void notify(const std::string& method, const Json& params);
    /// The answer to a request that was sent, or nothing after a moment.
    std::optional<Json> answer_to(int id, std::chrono::milliseconds wait = std::chrono::seconds(60));

    /// Ends the input and waits for the server; its exit code.
    int finish();

    std::vector<Json> notifications;
    std::vector<Json> questions;            ///< params of each elicitation/create
    std::vector<std::string> conversation;  ///< each line that went over, with -> or <- before it

private:
    void write(const Json& message);
    std::optional<Json> read(std::chrono::steady_clock::time_point until);
    Json with_meta(Json params) const;
    void take(const Json& message);

    McpClientOptions options_;
    int to_server_ = -1;
    int from_server_ = -1;
    int ids_ = 0;
    std::string buffer_;
    std::vector<Json> answers_;
    std::thread thread_;
    int code_ = -1;
};

/// The Budget Manager's server on a database.
struct BudgetServer {
    BudgetServer(const Engine& engine, bool allow_writes, std::optional<std::string> user = std::nullopt)
        : manager(engine, {std::move(user), allow_writes}), server(budget::tools::server_options(manager)) {
        budget::tools::add_everything(server, manager);
    }
    budget::tools::Manager manager;
    mcp::Server server;
};

/// An answer to a question: agreed, with the box ticked; or declined.
Json agree(const Json& params);
Json decline(const Json& params);

}  // namespace athanor::testing
