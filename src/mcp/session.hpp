#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include <athanor/mcp/context.hpp>

#include "mcp/peer.hpp"

namespace athanor::mcp::detail {

class Call;

/// What a client says of itself.
struct Client {
    std::string name = {};
    std::string version = {};
    bool elicitation = false;
    bool sampling = false;
    bool roots = false;

    /// From clientInfo and capabilities of `initialize`, or the members of `_meta`; either may be null.
    static Client read(const Json* info, const Json* capabilities);
};

/// A request to an older client that waits for its answer.
struct PendingRequest {
    std::mutex mutex = {};
    std::condition_variable arrived = {};
    bool done = false;
    bool is_error = false;
    Json answer = {};

    void finish(Json value, bool error);
};

/// One client of a transport with a memory: an older one since `initialize`, or whoever is at the other end of stdio.
/// The mutex guards all members but the first two.
struct Session {
    std::string id;
    std::string principal;

    std::mutex mutex = {};
    bool initialized = false;
    bool ended = false;  ///< no answer can come any more
    std::string version = {};
    Client client = {};
    LogLevel log_level = LogLevel::info;
    std::set<std::string> subscriptions = {};
    std::shared_ptr<Outlet> general = {};
    std::map<std::string, std::shared_ptr<PendingRequest>> pending = {};
    std::map<std::string, std::weak_ptr<Call>> running = {};  // by the text of the id
    std::uint64_t requests = 0;
    std::chrono::steady_clock::time_point last_used = std::chrono::steady_clock::now();

    /// The answer to a request of ours. Unknown ids are ignored: their request was given up.
    void take_response(const Json& message);
    /// Everybody who waits for an answer gets an error.
    void give_up();
};

}  // namespace athanor::mcp::detail
