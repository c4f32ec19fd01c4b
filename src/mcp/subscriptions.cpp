#include <algorithm>
#include <utility>

#include "mcp/endpoint_impl.hpp"
#include "mcp/versions.hpp"

namespace athanor::mcp::detail {
namespace {

constexpr std::size_t max_subscriptions = 1000;

bool wants(const Json& filter, const char* name) {
    const Json* value = find_member(filter, name);
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

Json tagged(const Call& call, Json params = Json::object()) {
    params["_meta"][meta::subscription_id] = call.facts.id;
    return params;
}

std::string method_of(News news) {
    switch (news) {
    case News::tools:
        return "notifications/tools/list_changed";
    case News::prompts:
        return "notifications/prompts/list_changed";
    case News::resources:
        return "notifications/resources/list_changed";
    case News::resource:
        break;
    }
    return "notifications/resources/updated";
}

bool wants(const Subscription& subscription, News news, std::string_view uri) {
    switch (news) {
    case News::tools:
        return subscription.tools;
    case News::prompts:
        return subscription.prompts;
    case News::resources:
        return subscription.resources;
    case News::resource:
        break;
    }
    return subscription.uris.contains(std::string(uri));
}

Json honoured(const Subscription& subscription) {
    Json result = Json::object();
    if (subscription.tools) {
        result["toolsListChanged"] = true;
    }
    if (subscription.prompts) {
        result["promptsListChanged"] = true;
    }
    if (subscription.resources) {
        result["resourcesListChanged"] = true;
    }
    if (!subscription.uris.empty()) {
        result["resourceSubscriptions"] = subscription.uris;
    }
    return result;
}

}  // namespace

std::shared_ptr<Exchange> Endpoint::Impl::subscribe(CallFacts facts, const Given& outlet) {
    const Json* filter = find_member(facts.params, "notifications");
    if (filter == nullptr || !filter->is_object()) {
        throw RpcError{code::invalid_params, "params.notifications must be an object", nullptr, 400};
    }
    auto subscription = std::make_shared<Subscription>();
    subscription->tools = wants(*filter, "toolsListChanged");
    subscription->prompts = wants(*filter, "promptsListChanged");
    subscription->resources = wants(*filter, "resourcesListChanged");
    const Json* uris = find_member(*filter, "resourceSubscriptions");
    for (const auto& uri : uris != nullptr && uris->is_array() ? *uris : Json::array()) {
        if (uri.is_string()) {
            subscription->uris.insert(uri.get<std::string>());
        }
    }
    const auto call = register_call(std::move(facts), outlet);
    subscription->call = call;
    // Before it can be found: the acknowledgement is the first message.
    call->notify("notifications/subscriptions/acknowledged",
                 tagged(*call, Json{{"notifications", honoured(*subscription)}}));
    bool taken = false;
    {
        const std::lock_guard lock(mutex);
        taken = !stopping && subscriptions.size() < max_subscriptions;
        if (taken) {
            subscriptions.push_back(subscription);
        }
    }
    if (!taken) {
        call->fail({code::internal_error, "there are too many subscriptions; end one first", nullptr, 503});
        return call;
    }
    subscription->hook = call->on_cancel([weak = weak_from_this(), raw = call.get()] {
        const auto self = weak.lock();
        const auto alive = raw->shared_from_this();
        std::shared_ptr<Subscription> over;  // outlives the lock
        if (self != nullptr) {
            const std::lock_guard lock(self->mutex);
            const auto found =
                std::ranges::find_if(self->subscriptions, [&](const auto& entry) { return entry->call == alive; });
            if (found != self->subscriptions.end()) {
                over = *found;
                self->subscriptions.erase(found);
            }
        }
        alive->finish_silently();
    });
    return call;
}

void Endpoint::Impl::announce(News news, std::string_view uri) {
    std::vector<std::shared_ptr<Subscription>> listeners;
    std::vector<std::shared_ptr<Session>> clients;
    {
        const std::lock_guard lock(mutex);
        listeners = subscriptions;
        for (const auto& [id, session] : sessions) {
            clients.push_back(session);
        }
    }
    const auto method = method_of(news);
    const Json params = news == News::resource ? Json{{"uri", uri}} : Json::object();
    for (const auto& listener : listeners) {
        if (wants(*listener, news, uri)) {
            listener->call->notify(method, tagged(*listener->call, params));
        }
    }
    for (const auto& client : clients) {
        const std::lock_guard lock(client->mutex);
        if (client->initialized && client->general != nullptr &&
            (news != News::resource || client->subscriptions.contains(std::string(uri)))) {
            client->general->message(notification_text(method, params));
        }
    }
}

void Endpoint::Impl::end_subscriptions() {
    std::vector<std::shared_ptr<Subscription>> over;
    {
        const std::lock_guard lock(mutex);
        over.swap(subscriptions);
    }
    for (const auto& subscription : over) {
        Json result = tagged(*subscription->call, Json{{"resultType", "complete"}});
        result["_meta"][meta::server_info] = describe(server.options);
        subscription->call->finish(std::move(result));
    }
}

}  // namespace athanor::mcp::detail
