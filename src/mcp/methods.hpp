#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "mcp/call.hpp"

namespace athanor::mcp::detail {

/// A method that answers with a result. Errors: RpcError; InputRequired where `asks`.
struct Method {
    Json (*run)(Call& call);
    bool legacy;
    bool modern;
    bool handler;    ///< runs the user's code: on a thread of the pool
    bool cacheable;  ///< 2026-07-28: with ttlMs and cacheScope
};

/// Null for a method that there is not, for this server at this time.
const Method* find_method(const Server::Impl& server, Era era, std::string_view name);

Json discover(Call& call);
Json tools_list(Call& call);
Json tools_call(Call& call);
Json resources_list(Call& call);
Json templates_list(Call& call);
Json resources_read(Call& call);
Json resources_subscribe(Call& call);
Json resources_unsubscribe(Call& call);
Json prompts_list(Call& call);
Json prompts_get(Call& call);
Json complete(Call& call);
Json set_level(Call& call);
Json ping(Call& call);

/// What the server can do, for `initialize` and `server/discover`.
Json capabilities_of(const Server::Impl& server);
Json describe(const ServerOptions& options);

/// One page of a list: entries from where the cursor of `params` says. Throws RpcError for a bad cursor.
template <class T, class F>
Json page(const Call& call, const std::vector<T>& list, const char* name, F to_entry);

std::size_t page_start(const Call& call, std::string_view list, std::size_t size);
std::string cursor_at(std::string_view list, std::size_t index);

template <class T, class F>
Json page(const Call& call, const std::vector<T>& list, const char* name, F to_entry) {
    const auto start = page_start(call, call.facts.method, list.size());
    const auto end = std::min(list.size(), start + call.server.options.page_size);
    Json result{{name, Json::array()}};
    for (std::size_t i = start; i < end; ++i) {
        result[name].push_back(to_entry(*list[i]));
    }
    if (end < list.size()) {
        result["nextCursor"] = cursor_at(call.facts.method, end);
    }
    return result;
}

}  // namespace athanor::mcp::detail
