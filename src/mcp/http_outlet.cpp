#include "mcp/http_outlet.hpp"

#include <utility>

namespace athanor::mcp::http {

std::shared_ptr<Exchange> HttpOutlet::take(bool keep) {
    const std::lock_guard lock(mutex_);
    return keep ? exchange_ : std::exchange(exchange_, nullptr);
}

void HttpOutlet::message(std::string text) {
    if (const auto exchange = take(true)) {
        exchange->send_event(std::move(text));
    }
}

void HttpOutlet::reply(mcp::detail::Reply reply) {
    if (const auto exchange = take(false)) {
        if (!reply.session_id.empty()) {
            exchange->set_header("Mcp-Session-Id", reply.session_id);
        }
        exchange->finish(reply.status, std::move(reply.text));
    }
}

void HttpOutlet::drop() { take(false); }

Canceller::Canceller() : thread_([this] { run(); }) {}

Canceller::~Canceller() {
    {
        const std::lock_guard lock(mutex_);
        stops_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Canceller::cancel(std::shared_ptr<mcp::detail::Exchange> exchange) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(exchange));
    }
    changed_.notify_all();
}

void Canceller::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stops_ || !waiting_.empty(); });
        if (waiting_.empty()) {
            return;
        }
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        next->cancel();
        next.reset();
        lock.lock();
    }
}

}  // namespace athanor::mcp::http
