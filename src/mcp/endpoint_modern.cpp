#include <fmt/format.h>

#include "mcp/endpoint_impl.hpp"
#include "mcp/level.hpp"
#include "mcp/versions.hpp"

// 2026-07-28: each request says all that there is to know of its client.
namespace athanor::mcp::detail {
namespace {

[[noreturn]] void refuse_meta(const char* name, const char* type) {
    throw RpcError{code::invalid_params, fmt::format("params._meta[\"{}\"] must be {}", name, type), nullptr, 400};
}

void read_meta(CallFacts& facts, const Arrival& arrival) {
    const Json* about = find_member(facts.params, "_meta");
    if (about == nullptr || !about->is_object()) {
        throw RpcError{code::invalid_params,
                       fmt::format("params._meta is missing; it needs {} and {}", meta::protocol_version,
                                   meta::client_capabilities),
                       nullptr, 400};
    }
    const Json* version = find_member(*about, meta::protocol_version);
    if (version == nullptr || !version->is_string()) {
        refuse_meta(meta::protocol_version, "a text");
    }
    const Json* capabilities = find_member(*about, meta::client_capabilities);
    if (capabilities == nullptr || !capabilities->is_object()) {
        refuse_meta(meta::client_capabilities, "an object");
    }
    facts.version = version->get<std::string>();
    check_version_header(arrival, facts.version);
    if (facts.version != modern_version) {
        throw RpcError{code::unsupported_version,
                       fmt::format("protocol version {} is not served this way", facts.version),
                       Json{{"supported", Json::array({modern_version})}, {"requested", facts.version}}, 400};
    }
    facts.client = Client::read(find_member(*about, meta::client_info), capabilities);
    if (const Json* token = find_member(*about, "progressToken"); token != nullptr && is_id(*token)) {
        facts.progress_token = *token;
    }
    if (const Json* level = find_member(*about, meta::log_level)) {
        facts.log_level = level_of(level->is_string() ? level->get<std::string>() : std::string());
        if (!facts.log_level) {
            refuse_meta(meta::log_level, "a log level, from debug to emergency");
        }
    }
}

}  // namespace

std::shared_ptr<Exchange> Endpoint::Impl::receive_modern(Json message, const Arrival& arrival, const Given& outlet) {
    CallFacts facts;
    facts.era = Era::modern;
    facts.method = text_member(message, "method");
    if (const auto found = message.find("params"); found != message.end()) {
        facts.params = std::move(*found);
    }
    // stdio has one client, whose requests can be cancelled by a message.
    facts.session = sessions_by_header ? nullptr : find_session(arrival.session_id, {});
    if (facts.method.empty() || !message.contains("id")) {
        if (facts.method == "notifications/cancelled" && facts.session != nullptr) {
            cancel(*facts.session, facts.params);
        }
        outlet->reply({{}, 202, {}});
        return nullptr;
    }
    facts.id = message.at("id");
    facts.transport = arrival.transport;
    facts.principal = arrival.principal;
    read_meta(facts, arrival);
    check_headers(arrival, server, facts);
    if (facts.method == "subscriptions/listen") {
        return subscribe(std::move(facts), outlet);
    }
    const Method* method = find_method(server, Era::modern, facts.method);
    if (method == nullptr) {
        throw RpcError{code::method_not_found, fmt::format("there is no method \"{}\"", facts.method.substr(0, 64)),
                       nullptr, 404};
    }
    return start(std::move(facts), *method, outlet);
}

}  // namespace athanor::mcp::detail
