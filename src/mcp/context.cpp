#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <athanor/mcp/context.hpp>

#include "mcp/call.hpp"
#include "mcp/content_json.hpp"
#include "mcp/level.hpp"

namespace athanor::mcp {

const std::string& Context::client_name() const noexcept { return call_.facts.client.name; }

const std::string& Context::client_version() const noexcept { return call_.facts.client.version; }

const std::string& Context::transport() const noexcept { return call_.facts.transport; }

const std::string& Context::principal() const noexcept { return call_.facts.principal; }

const std::string& Context::protocol_version() const noexcept { return call_.facts.version; }

const std::string& Context::tool() const noexcept { return call_.subject; }

const Json& Context::arguments() const noexcept { return call_.arguments; }

void Context::progress(double done, std::optional<double> total, std::string_view message) {
    call_.progress(done, total, message);
}

void Context::log(LogLevel level, std::string_view message, std::string_view logger) {
    log_data(level, Json(message), logger);
}

void Context::log_data(LogLevel level, const Json& data, std::string_view logger) {
    if (!call_.wants(level)) {
        return;
    }
    Json params{{"level", detail::name_of(level)}};
    if (!logger.empty()) {
        params["logger"] = logger;
    }
    params["data"] = data;
    call_.notify("notifications/message", params);
}

bool Context::cancelled() const noexcept { return call_.cancelled(); }

void Context::throw_if_cancelled() const {
    if (call_.cancelled()) {
        throw Cancelled();
    }
}

CancelHook Context::on_cancel(std::function<void()> function) {
    return CancelHook(call_.on_cancel(std::move(function)));
}

bool Context::can_ask() const noexcept { return call_.facts.client.elicitation; }

bool Context::can_sample() const noexcept { return call_.facts.client.sampling; }

bool Context::can_list_roots() const noexcept { return call_.facts.client.roots; }

bool Context::claim_answers() { return call_.answers.claim(call_.server.signer); }

}  // namespace athanor::mcp
