#include "mcp/session.hpp"

#include "mcp/rpc.hpp"

namespace athanor::mcp::detail {

Client Client::read(const Json* info, const Json* capabilities) {
    Client client;
    if (info != nullptr) {
        client.name = text_member(*info, "name");
        client.version = text_member(*info, "version");
    }
    if (capabilities != nullptr) {
        const Json* elicitation = find_member(*capabilities, "elicitation");
        // Without a word on its modes it is that of forms; one that opens web pages only cannot show a form.
        client.elicitation = elicitation != nullptr && elicitation->is_object() &&
                             (elicitation->contains("form") || !elicitation->contains("url"));
        client.sampling = find_member(*capabilities, "sampling") != nullptr;
        client.roots = find_member(*capabilities, "roots") != nullptr;
    }
    return client;
}

void PendingRequest::finish(Json value, bool error) {
    {
        const std::lock_guard lock(mutex);
        done = true;
        is_error = error;
        answer = std::move(value);
    }
    arrived.notify_all();
}

void Session::take_response(const Json& message) {
    std::shared_ptr<PendingRequest> waiting;
    {
        const std::lock_guard lock(mutex);
        const auto found = pending.find(text_member(message, "id"));
        if (found == pending.end()) {
            return;
        }
        waiting = found->second;
        pending.erase(found);
    }
    const Json* result = find_member(message, "result");
    const Json* error = find_member(message, "error");
    waiting->finish(result != nullptr ? *result : error != nullptr ? *error : Json(), result == nullptr);
}

void Session::give_up() {
    std::map<std::string, std::shared_ptr<PendingRequest>> all;
    {
        const std::lock_guard lock(mutex);
        ended = true;
        all.swap(pending);
    }
    for (const auto& [request, waiting] : all) {
        waiting->finish(Json{{"message", "the session ended"}}, true);
    }
}

}  // namespace athanor::mcp::detail
