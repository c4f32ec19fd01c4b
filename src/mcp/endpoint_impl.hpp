#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "mcp/call.hpp"
#include "mcp/methods.hpp"
#include "mcp/peer.hpp"
#include "mcp/pool.hpp"
#include "mcp/server_impl.hpp"
#include "mcp/session.hpp"

namespace athanor::mcp::detail {

/// What a listener of 2026-07-28 wants to hear of.
struct Subscription {
    std::shared_ptr<Call> call;
    std::shared_ptr<void> hook;  // ends it when the client goes away
    bool tools = false;
    bool prompts = false;
    bool resources = false;
    std::set<std::string> uris = {};
};

struct Endpoint::Impl final : Listener, std::enable_shared_from_this<Endpoint::Impl> {
    Impl(Server& of, const Limits& within, bool by_header)
        : server(of.impl()), limits(within), sessions_by_header(by_header), pool(within.threads, within.waiting) {}

    Server::Impl& server;
    const Limits limits;
    const bool sessions_by_header;

    std::mutex mutex;
    std::condition_variable idle;
    std::map<std::string, std::shared_ptr<Session>> sessions;
    std::unordered_map<Call*, std::shared_ptr<Call>> running;
    std::vector<std::shared_ptr<Subscription>> subscriptions;
    bool stopping = false;

    Pool pool;  // last: its threads use what stands above

    using Given = std::shared_ptr<Outlet>;

    // endpoint.cpp
    std::shared_ptr<Exchange> receive(std::string_view text, const Arrival& arrival, const Given& outlet);
    std::shared_ptr<Exchange> start(CallFacts facts, const Method& method, Given outlet);
    std::shared_ptr<Call> register_call(CallFacts facts, Given outlet);
    void ended(Call& call);
    void cancel(Session& session, const Json& params);
    std::shared_ptr<Session> find_session(const std::string& id, const std::string& principal);
    std::shared_ptr<Session> new_session(const std::string& principal);
    void end(Session& session);  ///< that is in no list any more

    // endpoint_legacy.cpp, endpoint_modern.cpp: one message; what is wrong with it is thrown as RpcError. Null: it is
    // dealt with.
    std::shared_ptr<Exchange> receive_legacy(Json message, const Arrival& arrival, const Given& outlet);
    std::shared_ptr<Exchange> receive_modern(Json message, const Arrival& arrival, const Given& outlet);
    std::shared_ptr<Exchange> initialize(const Json& message, const Arrival& arrival, const Given& outlet);

    // subscriptions.cpp
    std::shared_ptr<Exchange> subscribe(CallFacts facts, const Given& outlet);
    void announce(News news, std::string_view uri) override;
    void end_subscriptions();
};

/// Runs a method to its reply.
void run_call(Call& call, const Method& method);

/// 2026-07-28 over HTTP: what headers repeat must be what the body says. Throws RpcError header_mismatch.
void check_version_header(const Arrival& arrival, const std::string& version);
void check_headers(const Arrival& arrival, const Server::Impl& server, const CallFacts& facts);

}  // namespace athanor::mcp::detail
