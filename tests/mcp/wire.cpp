#include "mcp/wire.hpp"

#include <chrono>
#include <strings.h>
#include <utility>

#include <gtest/gtest.h>

namespace athanor::mcp::tests {

void Collected::message(std::string text) {
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(replies_, 0) << "after the reply: " << text;
    EXPECT_EQ(text.find('\n'), std::string::npos);
    messages_.push_back(Json::parse(text));
    changed_.notify_all();
}

void Collected::reply(detail::Reply reply) {
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(++replies_, 1);
    EXPECT_EQ(reply.text.find('\n'), std::string::npos);
    reply_ = std::move(reply);
    changed_.notify_all();
}

Json Collected::wait() {
    const auto reply = raw();
    return reply.text.empty() ? Json() : Json::parse(reply.text);
}

detail::Reply Collected::raw() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(10), [this] { return replies_ > 0; })) {
        ADD_FAILURE() << "no reply";
    }
    return reply_;
}

bool Collected::replied() {
    const std::lock_guard lock(mutex_);
    return replies_ > 0;
}

std::vector<Json> Collected::messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
}

std::vector<Json> Collected::wait_for_messages(std::size_t count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return messages_.size() >= count; })) {
        ADD_FAILURE() << "only " << messages_.size() << " messages";
    }
    return messages_;
}

Wire::Wire(Server& server, bool http, const Limits& limits) : endpoint(server, limits, http) {
    arrival.transport = http ? "http" : "stdio";
    if (http) {
        arrival.header = [this](std::string_view name) -> std::optional<std::string> {
            for (const auto& [known, value] : headers) {
                if (known.size() == name.size() && ::strncasecmp(known.data(), name.data(), name.size()) == 0) {
                    return value;
                }
            }
            return std::nullopt;
        };
    } else {
        arrival.session_id = endpoint.open_session(general);
    }
}

std::shared_ptr<Collected> Wire::send(const std::string& text) {
    auto outlet = std::make_shared<Collected>();
    last = endpoint.receive(text, arrival, outlet);
    EXPECT_NE(last, nullptr);
    return outlet;
}

Json Wire::with_meta(Json params) const {
    Json& meta = params["_meta"];
    meta["io.modelcontextprotocol/protocolVersion"] = "2026-07-28";
    meta["io.modelcontextprotocol/clientInfo"] = {{"name", "wire"}, {"version", "1.0"}};
    meta["io.modelcontextprotocol/clientCapabilities"] = capabilities;
    return params;
}

std::shared_ptr<Collected> Wire::start_modern(const std::string& method, Json params) {
    if (arrival.header) {
        headers = {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}};
        const auto* named = method == "resources/read" ? "uri" : "name";
        if (params.contains(named)) {
            headers["Mcp-Name"] = params.at(named).get<std::string>();
        }
    }
    last_id = next_id_++;
    const Json message{
        {"jsonrpc", "2.0"}, {"id", last_id}, {"method", method}, {"params", with_meta(std::move(params))}};
    return send(message.dump());
}

Json Wire::modern(const std::string& method, Json params) { return start_modern(method, std::move(params))->wait(); }

std::shared_ptr<Collected> Wire::start_legacy(const std::string& method, Json params) {
    headers.clear();
    last_id = next_id_++;
    return send(Json{{"jsonrpc", "2.0"}, {"id", last_id}, {"method", method}, {"params", std::move(params)}}.dump());
}

Json Wire::initialize() {
    const auto answer = start_legacy("initialize", {{"protocolVersion", "2025-11-25"},
                                                    {"capabilities", capabilities},
                                                    {"clientInfo", {{"name", "wire"}, {"version", "1.0"}}}});
    const auto reply = answer->raw();
    if (!reply.session_id.empty()) {
        arrival.session_id = reply.session_id;
    }
    notify("notifications/initialized");
    return Json::parse(reply.text);
}

Json Wire::legacy(const std::string& method, Json params) { return start_legacy(method, std::move(params))->wait(); }

void Wire::notify(const std::string& method, Json params) {
    const auto reply = send(Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}.dump())->raw();
    EXPECT_EQ(reply.text, "");
    EXPECT_EQ(reply.status, 202);
}

}  // namespace athanor::mcp::tests
