#include "mcp/call.hpp"

#include <utility>

#include <fmt/format.h>

#include "mcp/pool.hpp"

namespace athanor::mcp::detail {

Call::Call(Server::Impl& of, Pool& pool, const Limits& within, CallFacts given, std::shared_ptr<Outlet> outlet,
           std::function<void(Call&)> at_end)
    : facts(std::move(given)),
      server(of),
      limits(within),
      pool_(pool),
      outlet_(std::move(outlet)),
      at_end_(std::move(at_end)) {}

void Call::send(const std::function<std::string()>& text) {
    const std::lock_guard lock(outlet_mutex_);
    if (!replied_ && !cancelled_) {
        outlet_->message(text());
    }
}

void Call::notify(std::string_view method, const Json& params) {
    send([&] { return notification_text(method, params); });
}

void Call::reply(Reply reply) {
    std::shared_ptr<Outlet> outlet;
    {
        const std::lock_guard lock(outlet_mutex_);
        if (std::exchange(replied_, true)) {
            return;
        }
        outlet = std::move(outlet_);
        if (cancelled_) {
            reply.text.clear();
            reply.status = 202;
        }
        outlet->reply(std::move(reply));
    }
    if (at_end_) {
        at_end_(*this);
    }
}

void Call::finish(Json result) { reply({result_text(facts.id, std::move(result)), 200, {}}); }

void Call::fail(const RpcError& error) { reply({error_text(facts.id, error), error.status, {}}); }

void Call::finish_silently() { reply({{}, 202, {}}); }

void Call::cancel() {
    if (cancelled_.exchange(true)) {
        return;
    }
    const std::lock_guard lock(hooks_mutex_);
    for (auto& [id, hook] : std::exchange(hooks_, {})) {
        hook();
    }
}

std::shared_ptr<void> Call::on_cancel(std::function<void()> function) {
    const std::lock_guard lock(hooks_mutex_);
    if (cancelled_) {
        function();
        return nullptr;
    }
    const int id = next_hook_++;
    hooks_.emplace(id, std::move(function));
    return {static_cast<void*>(this), [self = shared_from_this(), id](void*) {
                // Waits for a hook that runs.
                const std::lock_guard held(self->hooks_mutex_);
                self->hooks_.erase(id);
            }};
}

void Call::progress(double done, std::optional<double> total, std::string_view message) {
    if (facts.progress_token.is_null()) {
        return;
    }
    const std::lock_guard lock(outlet_mutex_);
    if (replied_ || cancelled_ || (progress_ && done <= *progress_)) {
        return;
    }
    progress_ = done;
    Json params{{"progressToken", facts.progress_token}, {"progress", done}};
    if (total) {
        params["total"] = *total;
    }
    if (!message.empty()) {
        params["message"] = message;
    }
    outlet_->message(notification_text("notifications/progress", std::move(params)));
}

bool Call::wants(LogLevel level) const {
    if (facts.era == Era::modern) {
        return facts.log_level && level >= *facts.log_level;
    }
    const std::lock_guard lock(facts.session->mutex);
    return level >= facts.session->log_level;
}

}  // namespace athanor::mcp::detail
