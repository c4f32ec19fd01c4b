#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>

#include "mcp/peer.hpp"

namespace athanor::mcp::tests {

/// Everything that came back for one message.
class Collected final : public detail::Outlet {
public:
    void message(std::string text) override;
    void reply(detail::Reply reply) override;

    /// Waits for the reply; fails the test and returns null after ten seconds.
    Json wait();
    detail::Reply raw();
    [[nodiscard]] bool replied();
    std::vector<Json> messages();
    /// Waits until that many messages came before the reply.
    std::vector<Json> wait_for_messages(std::size_t count);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Json> messages_;
    detail::Reply reply_;
    int replies_ = 0;
};

/// A client at one endpoint, without a transport.
class Wire {
public:
    explicit Wire(Server& server, bool http = false, const Limits& limits = {});

    /// Any text; the result of the exchange.
    std::shared_ptr<Collected> send(const std::string& text);

    /// A request of 2026-07-28, and its whole answer.
    Json modern(const std::string& method, Json params = Json::object());
    std::shared_ptr<Collected> start_modern(const std::string& method, Json params = Json::object());
    /// Adds the _meta of 2026-07-28.
    [[nodiscard]] Json with_meta(Json params) const;

    /// `initialize` of 2025-11-25.
    Json initialize();
    Json legacy(const std::string& method, Json params = Json::object());
    std::shared_ptr<Collected> start_legacy(const std::string& method, Json params = Json::object());
    void notify(const std::string& method, Json params = Json::object());

    Json capabilities = {{"elicitation", Json::object()}, {"sampling", Json::object()}, {"roots", Json::object()}};
    std::map<std::string, std::string> headers;
    detail::Arrival arrival;
    std::shared_ptr<Collected> general = std::make_shared<Collected>();
    std::shared_ptr<detail::Exchange> last;
    Json last_id;

    detail::Endpoint endpoint;  // last: its threads use what stands above

private:
    int next_id_ = 1;
};

}  // namespace athanor::mcp::tests
