#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "mcp/encoding.hpp"
#include "mcp/endpoint_impl.hpp"
#include "mcp/parse.hpp"
#include "mcp/versions.hpp"

namespace athanor::mcp::detail {
namespace {

/// A message that is dealt with already.
class Done final : public Exchange {
public:
    void cancel() override {}
};

bool is_modern(const Json& message, const Arrival& arrival) {
    const Json* params = find_member(message, "params");
    const Json* about = params == nullptr ? nullptr : find_member(*params, "_meta");
    if (about != nullptr && about->is_object() && about->contains(meta::protocol_version)) {
        return true;
    }
    const auto header = arrival.header ? arrival.header("MCP-Protocol-Version") : std::nullopt;
    if (header) {
        return !is_legacy(*header);
    }
    const auto method = text_member(message, "method");
    return method == "server/discover" || method == "subscriptions/listen";
}

void check_message(const Json& message) {
    if (message.is_array()) {
        throw RpcError{code::invalid_request, "batches are not part of the protocol; send each message by itself",
                       nullptr, 400};
    }
    if (!message.is_object() || text_member(message, "jsonrpc") != "2.0") {
        throw RpcError{code::invalid_request, R"(a message is an object with "jsonrpc": "2.0")", nullptr, 400};
    }
    const Json* id = find_member(message, "id");
    if (id != nullptr && !is_id(*id)) {
        throw RpcError{code::invalid_request, "an id is a text or a whole number", nullptr, 400};
    }
    const bool is_request = message.contains("method");
    const bool is_answer = message.contains("result") || message.contains("error");
    if (is_request ? !message.at("method").is_string() : !is_answer || id == nullptr) {
        throw RpcError{code::invalid_request, "a message has a method, or an id and a result or an error", nullptr,
                       400};
    }
    const Json* params = find_member(message, "params");
    if (params != nullptr && !params->is_object()) {
        throw RpcError{code::invalid_params, "params must be an object", nullptr, 400};
    }
}

constexpr std::size_t max_sessions = 1000;
constexpr std::chrono::hours session_idle{1};

}  // namespace

std::shared_ptr<Exchange> Endpoint::Impl::receive(std::string_view text, const Arrival& arrival, const Given& outlet) {
    Json id = nullptr;
    try {
        Json message;
        try {
            message = parse_json(text, limits);
        } catch (const ParseFailure& failure) {
            throw RpcError{failure.too_much ? code::invalid_request : code::parse_error, failure.message, nullptr, 400};
        }
        if (const Json* given = find_member(message, "id"); given != nullptr && is_id(*given)) {
            id = *given;
        }
        check_message(message);
        auto exchange = is_modern(message, arrival) ? receive_modern(std::move(message), arrival, outlet)
                                                    : receive_legacy(std::move(message), arrival, outlet);
        if (exchange != nullptr) {
            return exchange;
        }
    } catch (const RpcError& error) {
        outlet->reply({error_text(id, error), error.status, {}});
    } catch (const std::exception&) {
        outlet->reply({error_text(id, {code::internal_error, "the message could not be handled"}), 500, {}});
    }
    return std::make_shared<Done>();
}

std::shared_ptr<Call> Endpoint::Impl::register_call(CallFacts facts, Given outlet) {
    auto call = std::make_shared<Call>(server, pool, limits, std::move(facts), std::move(outlet),
                                       [weak = weak_from_this()](Call& over) {
                                           if (const auto self = weak.lock()) {
                                               self->ended(over);
                                           }
                                       });
    const std::lock_guard lock(mutex);
    if (stopping) {
        throw RpcError{code::internal_error, "the server is shutting down", nullptr, 503};
    }
    if (const auto& session = call->facts.session) {
        const std::lock_guard inside(session->mutex);
        session->last_used = std::chrono::steady_clock::now();
        if (!session->running.emplace(call->facts.id.dump(), call).second) {
            throw RpcError{code::invalid_request, "a request with this id is under way", nullptr, 400};
        }
    }
    running.emplace(call.get(), call);
    return call;
}

void Endpoint::Impl::ended(Call& call) {
    std::shared_ptr<Call> last;  // outlives the locks
    const std::lock_guard lock(mutex);
    if (const auto& session = call.facts.session) {
        const std::lock_guard inside(session->mutex);
        session->running.erase(call.facts.id.dump());
    }
    if (const auto found = running.find(&call); found != running.end()) {
        last = std::move(found->second);
        running.erase(found);
    }
    if (running.empty()) {
        idle.notify_all();
    }
}

std::shared_ptr<Exchange> Endpoint::Impl::start(CallFacts facts, const Method& method, Given outlet) {
    auto call = register_call(std::move(facts), std::move(outlet));
    if (!method.handler) {
        run_call(*call, method);
    } else if (!pool.run([call, &method] { run_call(*call, method); })) {
        call->fail({code::internal_error, "too many requests wait; try again later", nullptr, 503});
    }
    return call;
}

void Endpoint::Impl::cancel(Session& session, const Json& params) {
    const Json* id = find_member(params, "requestId");
    std::shared_ptr<Call> call;
    if (id != nullptr) {
        const std::lock_guard lock(session.mutex);
        if (const auto found = session.running.find(id->dump()); found != session.running.end()) {
            call = found->second.lock();
        }
    }
    if (call != nullptr) {
        call->cancel();
    }
}

std::shared_ptr<Session> Endpoint::Impl::find_session(const std::string& id, const std::string& principal) {
    const std::lock_guard lock(mutex);
    const auto found = sessions.find(id);
    return found != sessions.end() && found->second->principal == principal ? found->second : nullptr;
}

std::shared_ptr<Session> Endpoint::Impl::new_session(const std::string& principal) {
    auto session = std::make_shared<Session>();
    session->id = base64url(random_octets(24));
    session->principal = principal;
    std::vector<std::shared_ptr<Session>> over;
    {
        const std::lock_guard lock(mutex);
        const auto idle_since = std::chrono::steady_clock::now() - session_idle;
        auto oldest = sessions.end();
        auto oldest_use = std::chrono::steady_clock::time_point::max();
        for (auto here = sessions.begin(); here != sessions.end(); ++here) {
            const std::lock_guard inside(here->second->mutex);
            if (here->second->running.empty() && here->second->last_used < oldest_use) {
                oldest = here;
                oldest_use = here->second->last_used;
            }
        }
        // One goes when one comes: that is enough to keep few.
        if (oldest != sessions.end() && (oldest_use < idle_since || sessions.size() >= max_sessions)) {
            over.push_back(oldest->second);
            sessions.erase(oldest);
        }
        sessions.emplace(session->id, session);
    }
    for (const auto& other : over) {
        end(*other);
    }
    return session;
}

void Endpoint::Impl::end(Session& session) {
    std::vector<std::shared_ptr<Call>> calls;
    std::shared_ptr<Outlet> general;
    {
        const std::lock_guard lock(session.mutex);
        for (const auto& [id, call] : session.running) {
            calls.push_back(call.lock());
        }
        general = std::move(session.general);
    }
    session.give_up();
    for (const auto& call : calls) {
        if (call != nullptr) {
            call->cancel();
        }
    }
    if (general != nullptr) {
        general->reply({});
    }
}

Endpoint::Endpoint(Server& server, const Limits& limits, bool sessions_by_header)
    : impl_(std::make_shared<Impl>(server, limits, sessions_by_header)) {
    server.impl().listen(impl_);
}

Endpoint::~Endpoint() { stop(std::chrono::milliseconds(0)); }

std::shared_ptr<Exchange> Endpoint::receive(std::string_view text, const Arrival& arrival,
                                            std::shared_ptr<Outlet> outlet) {
    return impl_->receive(text, arrival, std::move(outlet));
}

std::string Endpoint::open_session(std::shared_ptr<Outlet> general) {
    const auto session = impl_->new_session({});
    const std::lock_guard lock(session->mutex);
    session->general = std::move(general);
    return session->id;
}

bool Endpoint::attach(const std::string& session_id, const std::string& principal, std::shared_ptr<Outlet> general) {
    const auto session = impl_->find_session(session_id, principal);
    if (session == nullptr) {
        return false;
    }
    {
        const std::lock_guard lock(session->mutex);
        std::swap(session->general, general);
    }
    if (general != nullptr) {
        general->reply({});  // one stream at a time, the newest
    }
    return true;
}

bool Endpoint::end_session(const std::string& session_id, const std::string& principal) {
    const auto session = impl_->find_session(session_id, principal);
    if (session == nullptr) {
        return false;
    }
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->sessions.erase(session_id);
    }
    impl_->end(*session);
    return true;
}

void Endpoint::drain() {
    impl_->end_subscriptions();
    std::unique_lock lock(impl_->mutex);
    if (!impl_->sessions_by_header) {
        for (const auto& [id, session] : impl_->sessions) {
            session->give_up();
        }
    }
    impl_->idle.wait(lock, [this] { return impl_->running.empty(); });
}

void Endpoint::stop(std::chrono::milliseconds grace) {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->end_subscriptions();
    std::vector<std::shared_ptr<Call>> late;
    std::map<std::string, std::shared_ptr<Session>> sessions;
    {
        std::unique_lock lock(impl_->mutex);
        impl_->idle.wait_for(lock, grace, [this] { return impl_->running.empty(); });
        for (const auto& [raw, call] : impl_->running) {
            late.push_back(call);
        }
        sessions.swap(impl_->sessions);
    }
    for (const auto& call : late) {
        call->cancel();
    }
    for (const auto& [id, session] : sessions) {
        impl_->end(*session);
    }
    impl_->pool.close();
}

}  // namespace athanor::mcp::detail
