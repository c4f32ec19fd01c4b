#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <athanor/mcp/context.hpp>

#include "mcp/answers.hpp"
#include "mcp/peer.hpp"
#include "mcp/rpc.hpp"
#include "mcp/server_impl.hpp"
#include "mcp/session.hpp"

namespace athanor::mcp::detail {

enum class Era { legacy, modern };

class Pool;

/// What is known of a request before it runs; not changed while it does.
struct CallFacts {
    Era era = Era::legacy;
    Json id = nullptr;
    std::string method = {};
    Json params = Json::object();
    std::string version = {};
    Client client = {};
    std::string transport = {};
    std::string principal = {};
    std::shared_ptr<Session> session = {};   // null: HTTP, modern
    std::optional<LogLevel> log_level = {};  // modern: asked for in this request
    Json progress_token = nullptr;
};

/// A request from its arrival to its reply.
class Call final : public Exchange, public std::enable_shared_from_this<Call> {
public:
    Call(Server::Impl& server, Pool& pool, const Limits& limits, CallFacts facts, std::shared_ptr<Outlet> outlet,
         std::function<void(Call&)> at_end);

    const CallFacts facts;
    Server::Impl& server;
    const Limits& limits;

    // Set by the method that runs, before the handler does.
    std::string subject;
    Json arguments = Json::object();
    Answers answers;

    /// To the client, before the reply. Nothing is sent after it.
    void send(const std::function<std::string()>& text);
    void notify(std::string_view method, const Json& params);
    void finish(Json result);
    void fail(const RpcError& error);
    /// No reply, since nobody waits for one.
    void finish_silently();

    void cancel() override;
    [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }
    std::shared_ptr<void> on_cancel(std::function<void()> function);

    void progress(double done, std::optional<double> total, std::string_view message);
    [[nodiscard]] bool wants(LogLevel level) const;
    /// One result for each request, in their order; see Context::request_all.
    std::vector<Json> request_all(const std::vector<Asking>& requests);

private:
    void reply(Reply reply);
    Json request_of_client(const Asking& request);
    void require_capability(const Asking& request) const;

    Pool& pool_;
    std::shared_ptr<Outlet> outlet_;
    std::function<void(Call&)> at_end_;
    std::mutex outlet_mutex_;
    bool replied_ = false;
    std::optional<double> progress_;

    std::atomic<bool> cancelled_{false};
    std::recursive_mutex hooks_mutex_;
    std::map<int, std::function<void()>> hooks_;
    int next_hook_ = 0;
};

}  // namespace athanor::mcp::detail
