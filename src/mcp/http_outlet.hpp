#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "mcp/http_listener.hpp"
#include "mcp/peer.hpp"

namespace athanor::mcp::http {

/// What an endpoint sends for one request, as its HTTP answer.
class HttpOutlet : public mcp::detail::Outlet {
public:
    explicit HttpOutlet(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

    void message(std::string text) override;
    void reply(mcp::detail::Reply reply) override;
    /// Lets go of the connection; for an outlet that outlives it.
    void drop();

private:
    std::shared_ptr<Exchange> take(bool keep);

    std::mutex mutex_;
    std::shared_ptr<Exchange> exchange_;
};

/// Cancels in a thread of its own, since reaching a database server to cancel a statement takes time that the
/// listener's thread does not have.
class Canceller {
public:
    Canceller();
    ~Canceller();
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;

    void cancel(std::shared_ptr<mcp::detail::Exchange> exchange);

private:
    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<mcp::detail::Exchange>> waiting_;
    bool stops_ = false;
    std::thread thread_;
};

}  // namespace athanor::mcp::http
