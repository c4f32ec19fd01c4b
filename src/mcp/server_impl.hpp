#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>

#include "mcp/signing.hpp"
#include "mcp/uri_template.hpp"

namespace athanor::mcp {
namespace detail {

enum class News { tools, resources, prompts, resource };

/// Who passes news on to clients: an endpoint.
class Listener {
public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;
    /// @param uri only for News::resource
    virtual void announce(News news, std::string_view uri) = 0;
};

struct Template {
    UriTemplate pattern;
    ResourceSpec spec;
};

}  // namespace detail

/// What is registered. The lists grow only; who works with an entry shares it.
struct Server::Impl {
    explicit Impl(ServerOptions given);

    template <class T>
    using List = std::vector<std::shared_ptr<const T>>;

    ServerOptions options;
    detail::Signer signer;

    mutable std::shared_mutex mutex;
    List<ToolSpec> tools;
    List<ResourceSpec> resources;
    List<detail::Template> templates;
    List<PromptSpec> prompts;
    std::map<std::string, Completer> completers;  // by "prompt <name> <argument>" or "resource <uri> <variable>"
    std::map<std::string, std::function<std::shared_ptr<void>(Context&)>, std::less<>> providers;

    std::mutex listeners_mutex;
    std::vector<std::weak_ptr<detail::Listener>> listeners;

    template <class T>
    List<T> copy(const List<T>& list) const {
        const std::shared_lock lock(mutex);
        return list;
    }
    std::shared_ptr<const ToolSpec> find_tool(std::string_view name) const;
    std::shared_ptr<const PromptSpec> find_prompt(std::string_view name) const;
    Completer find_completer(const std::string& key) const;
    bool completes() const;

    void listen(const std::shared_ptr<detail::Listener>& listener);
    void announce(detail::News news, std::string_view uri = {});
};

}  // namespace athanor::mcp
