#include <fmt/format.h>

#include "mcp/endpoint_impl.hpp"
#include "mcp/versions.hpp"

// Revisions up to 2025-11-25: a session that begins with `initialize`.
namespace athanor::mcp::detail {
namespace {

void check_version(const Arrival& arrival) {
    const auto version = arrival.header ? arrival.header("MCP-Protocol-Version") : std::nullopt;
    if (version && !is_served_legacy(*version)) {
        throw RpcError{code::invalid_request,
                       fmt::format("MCP-Protocol-Version {} is not served; there are {} and {}", *version,
                                   fmt::join(legacy_versions, ", "), modern_version),
                       nullptr, 400};
    }
}

}  // namespace

std::shared_ptr<Exchange> Endpoint::Impl::initialize(const Json& message, const Arrival& arrival, const Given& outlet) {
    const Json none = Json::object();
    const Json* given = find_member(message, "params");
    const Json& params = given == nullptr ? none : *given;
    const auto wanted = required_text(params, "protocolVersion");
    const Json* capabilities = find_member(params, "capabilities");
    const Json* info = find_member(params, "clientInfo");
    if (capabilities == nullptr || !capabilities->is_object() || info == nullptr || !info->is_object()) {
        throw RpcError{code::invalid_params, "params.capabilities and params.clientInfo must be objects"};
    }
    auto session = sessions_by_header ? new_session(arrival.principal) : find_session(arrival.session_id, {});
    if (session == nullptr) {
        throw RpcError{code::internal_error, "the session is over", nullptr, 503};
    }
    std::string version;
    {
        const std::lock_guard lock(session->mutex);
        version = is_served_legacy(wanted) ? wanted : std::string(legacy_versions[0]);
        session->version = version;
        session->client = Client::read(info, capabilities);
        session->initialized = true;
    }
    Json result{{"protocolVersion", version},
                {"capabilities", capabilities_of(server)},
                {"serverInfo", describe(server.options)}};
    if (!server.options.instructions.empty()) {
        result["instructions"] = server.options.instructions;
    }
    outlet->reply(
        {result_text(message.at("id"), std::move(result)), 200, sessions_by_header ? session->id : std::string()});
    return nullptr;
}

std::shared_ptr<Exchange> Endpoint::Impl::receive_legacy(Json message, const Arrival& arrival, const Given& outlet) {
    const auto method = text_member(message, "method");
    const bool is_request = !method.empty() && message.contains("id");
    if (is_request && method == "initialize") {
        return initialize(message, arrival, outlet);
    }
    check_version(arrival);
    const auto session = find_session(arrival.session_id, sessions_by_header ? arrival.principal : std::string());
    if (session == nullptr) {
        const bool is_missing = arrival.session_id.empty();
        throw RpcError{code::invalid_request,
                       is_missing ? "there is no Mcp-Session-Id; begin with initialize, or send the _meta of 2026-07-28"
                                  : "there is no such session; begin again with initialize",
                       nullptr, is_missing ? 400 : 404};
    }
    CallFacts facts;
    facts.session = session;
    facts.method = method;
    if (const auto found = message.find("params"); found != message.end()) {
        facts.params = std::move(*found);
    }
    if (!is_request) {
        if (method.empty()) {
            session->take_response(message);
        } else if (method == "notifications/cancelled") {
            cancel(*session, facts.params);
        }
        outlet->reply({{}, 202, {}});
        return nullptr;
    }
    facts.id = message.at("id");
    facts.transport = arrival.transport;
    facts.principal = arrival.principal;
    {
        const std::lock_guard lock(session->mutex);
        if (!session->initialized && method != "ping") {
            throw RpcError{code::invalid_request, "begin with initialize, or send the _meta of 2026-07-28", nullptr,
                           400};
        }
        facts.version = session->version;
        facts.client = session->client;
    }
    const Json* about = find_member(facts.params, "_meta");
    if (const Json* token = about == nullptr ? nullptr : find_member(*about, "progressToken");
        token != nullptr && is_id(*token)) {
        facts.progress_token = *token;
    }
    const Method* found = find_method(server, Era::legacy, method);
    if (found == nullptr) {
        throw RpcError{code::method_not_found, fmt::format("there is no method \"{}\"", method.substr(0, 64))};
    }
    return start(std::move(facts), *found, outlet);
}

}  // namespace athanor::mcp::detail
