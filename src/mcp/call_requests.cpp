#include <utility>

#include <fmt/format.h>

#include <athanor/mcp/errors.hpp>

#include "mcp/call.hpp"
#include "mcp/pool.hpp"

// What a handler wants of the client, in both eras.
namespace athanor::mcp::detail {

void Call::require_capability(const Asking& request) const {
    const auto& client = facts.client;
    const bool can = request.method == "elicitation/create"       ? client.elicitation
                     : request.method == "sampling/createMessage" ? client.sampling
                                                                  : client.roots;
    if (!can) {
        throw ClientCannot(request.method.substr(0, request.method.find('/')));
    }
}

std::vector<Json> Call::request_all(const std::vector<Asking>& requests) {
    for (const auto& request : requests) {
        require_capability(request);
    }
    std::vector<Json> results;
    if (facts.era == Era::modern) {
        std::vector<Asking> missing;
        for (const auto& request : requests) {
            if (const Json* answer = answers.find(request)) {
                results.push_back(*answer);
            } else {
                missing.push_back(request);
            }
        }
        if (!missing.empty()) {
            throw InputRequired{std::move(missing)};
        }
        return results;
    }
    for (const auto& request : requests) {
        results.push_back(request_of_client(request));
    }
    return results;
}

Json Call::request_of_client(const Asking& request) {
    const auto& session = facts.session;
    const auto waiting = std::make_shared<PendingRequest>();
    std::string id;
    {
        const std::lock_guard lock(session->mutex);
        if (session->ended) {
            throw ToolError("The client went away before it could be asked.");
        }
        id = fmt::format("server-{}", ++session->requests);
        session->pending.emplace(id, waiting);
    }
    send([&] { return request_text(id, request.method, request.params); });
    const auto hook = on_cancel([waiting] { waiting->finish(nullptr, true); });
    bool answered = false;
    {
        const Pool::Waiting person(pool_);
        std::unique_lock lock(waiting->mutex);
        answered = waiting->arrived.wait_for(lock, limits.ask_timeout, [&] { return waiting->done; });
    }
    {
        const std::lock_guard lock(session->mutex);
        session->pending.erase(id);
    }
    if (cancelled()) {
        throw Cancelled();
    }
    if (!answered) {
        notify("notifications/cancelled", {{"requestId", id}, {"reason", "no answer in time"}});
        throw ToolError(fmt::format("The client did not answer {} within {} s. Call again.", request.method,
                                    std::chrono::duration_cast<std::chrono::seconds>(limits.ask_timeout).count()));
    }
    if (waiting->is_error) {
        throw ToolError(
            fmt::format("The client refused {}: {}", request.method, text_member(waiting->answer, "message")));
    }
    return waiting->answer;
}

}  // namespace athanor::mcp::detail
