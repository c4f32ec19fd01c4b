#include "mcp/methods.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "mcp/encoding.hpp"
#include "mcp/level.hpp"
#include "mcp/versions.hpp"

namespace athanor::mcp::detail {
namespace {

struct Entry {
    std::string_view name;
    Method method;
};

//                              run, legacy, modern, handler, cacheable
constexpr std::array methods{
    Entry{"server/discover", {discover, false, true, false, true}},
    Entry{"tools/list", {tools_list, true, true, false, true}},
    Entry{"tools/call", {tools_call, true, true, true, false}},
    Entry{"resources/list", {resources_list, true, true, false, true}},
    Entry{"resources/templates/list", {templates_list, true, true, false, true}},
    Entry{"resources/read", {resources_read, true, true, true, true}},
    Entry{"resources/subscribe", {resources_subscribe, true, false, false, false}},
    Entry{"resources/unsubscribe", {resources_unsubscribe, true, false, false, false}},
    Entry{"prompts/list", {prompts_list, true, true, false, true}},
    Entry{"prompts/get", {prompts_get, true, true, true, false}},
    Entry{"completion/complete", {complete, true, true, true, false}},
    Entry{"logging/setLevel", {set_level, true, false, false, false}},
    Entry{"ping", {ping, true, false, false, false}},
};

bool is_offered(const Server::Impl& server, std::string_view name) {
    if (name.starts_with("tools/")) {
        const std::shared_lock lock(server.mutex);
        return !server.tools.empty();
    }
    if (name.starts_with("resources/")) {
        const std::shared_lock lock(server.mutex);
        return !server.resources.empty() || !server.templates.empty();
    }
    if (name.starts_with("prompts/")) {
        const std::shared_lock lock(server.mutex);
        return !server.prompts.empty();
    }
    return name != "completion/complete" || server.completes();
}

}  // namespace

const Method* find_method(const Server::Impl& server, Era era, std::string_view name) {
    const auto found = std::ranges::find(methods, name, &Entry::name);
    if (found == methods.end() || !(era == Era::modern ? found->method.modern : found->method.legacy) ||
        !is_offered(server, name)) {
        return nullptr;
    }
    return &found->method;
}

Json capabilities_of(const Server::Impl& server) {
    Json result{{"logging", Json::object()}};
    if (is_offered(server, "tools/")) {
        result["tools"] = {{"listChanged", true}};
    }
    if (is_offered(server, "resources/")) {
        result["resources"] = {{"subscribe", true}, {"listChanged", true}};
    }
    if (is_offered(server, "prompts/")) {
        result["prompts"] = {{"listChanged", true}};
    }
    if (server.completes()) {
        result["completions"] = Json::object();
    }
    return result;
}

Json describe(const ServerOptions& options) {
    Json result{{"name", options.name}, {"version", options.version}};
    if (!options.title.empty()) {
        result["title"] = options.title;
    }
    return result;
}

Json discover(Call& call) {
    Json result{{"supportedVersions", Json::array({modern_version})}, {"capabilities", capabilities_of(call.server)}};
    if (!call.server.options.instructions.empty()) {
        result["instructions"] = call.server.options.instructions;
    }
    return result;
}

Json ping(Call&) { return Json::object(); }

Json set_level(Call& call) {
    const auto name = required_text(call.facts.params, "level");
    const auto level = level_of(name);
    if (!level) {
        throw RpcError{code::invalid_params,
                       fmt::format("there is no log level \"{}\"; there are {}", name, fmt::join(level_names, ", "))};
    }
    const std::lock_guard lock(call.facts.session->mutex);
    call.facts.session->log_level = *level;
    return Json::object();
}

std::string cursor_at(std::string_view list, std::size_t index) { return base64url(fmt::format("{} {}", list, index)); }

std::size_t page_start(const Call& call, std::string_view list, std::size_t size) {
    const Json* cursor = find_member(call.facts.params, "cursor");
    if (cursor == nullptr) {
        return 0;
    }
    const auto text = cursor->is_string() ? from_base64(cursor->get_ref<const std::string&>()) : std::nullopt;
    if (text && text->starts_with(list) && text->size() > list.size() + 1) {
        std::size_t index = 0;
        const char* end = text->data() + text->size();
        const auto read = std::from_chars(text->data() + list.size() + 1, end, index);
        if (read.ec == std::errc() && read.ptr == end && index < size && *cursor == Json(cursor_at(list, index))) {
            return index;
        }
    }
    throw RpcError{code::invalid_params, fmt::format("params.cursor is none of {}'s; begin again without one", list)};
}

}  // namespace athanor::mcp::detail
