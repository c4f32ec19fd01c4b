#include <algorithm>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>
#include <athanor/mcp/server.hpp>

#include "mcp/server_impl.hpp"

namespace athanor::mcp {

Server::Impl::Impl(ServerOptions given) : options(std::move(given)), signer(options.signing_key) {
    if (options.name.empty() || options.version.empty()) {
        throw ArgumentError("An MCP server needs a name and a version.", "Set ServerOptions::name and version.");
    }
    options.page_size = std::max<std::size_t>(options.page_size, 1);
}

std::shared_ptr<const ToolSpec> Server::Impl::find_tool(std::string_view name) const {
    const std::shared_lock lock(mutex);
    const auto found = std::ranges::find_if(tools, [&](const auto& tool) { return tool->name == name; });
    return found == tools.end() ? nullptr : *found;
}

std::shared_ptr<const PromptSpec> Server::Impl::find_prompt(std::string_view name) const {
    const std::shared_lock lock(mutex);
    const auto found = std::ranges::find_if(prompts, [&](const auto& prompt) { return prompt->name == name; });
    return found == prompts.end() ? nullptr : *found;
}

Completer Server::Impl::find_completer(const std::string& key) const {
    const std::shared_lock lock(mutex);
    const auto found = completers.find(key);
    return found == completers.end() ? nullptr : found->second;
}

bool Server::Impl::completes() const {
    const std::shared_lock lock(mutex);
    return !completers.empty() || std::ranges::any_of(prompts, [](const auto& prompt) {
        return std::ranges::any_of(prompt->arguments, [](const auto& argument) { return !argument.choices.empty(); });
    });
}

void Server::Impl::listen(const std::shared_ptr<detail::Listener>& listener) {
    const std::lock_guard lock(listeners_mutex);
    std::erase_if(listeners, [](const auto& other) { return other.expired(); });
    listeners.push_back(listener);
}

void Server::Impl::announce(detail::News news, std::string_view uri) {
    std::vector<std::shared_ptr<detail::Listener>> now;
    {
        const std::lock_guard lock(listeners_mutex);
        for (const auto& listener : listeners) {
            if (auto alive = listener.lock()) {
                now.push_back(std::move(alive));
            }
        }
    }
    for (const auto& listener : now) {
        listener->announce(news, uri);
    }
}

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Server::~Server() = default;

const ServerOptions& Server::options() const noexcept { return impl_->options; }

namespace {

void check_name(std::string_view what, std::string_view name) {
    if (!Server::is_tool_name(name)) {
        throw ArgumentError(fmt::format("\"{}\" cannot be the name of a {}.", name, what),
                            "Use 1 to 64 of the characters a-z, 0-9 and _.");
    }
}

[[noreturn]] void refuse_twice(std::string_view what, std::string_view name) {
    throw ArgumentError(fmt::format("There is a {} \"{}\" already.", what, name), "Give each one a name of its own.");
}

}  // namespace

Server& Server::add(ToolSpec tool) {
    check_name("tool", tool.name);
    if (tool.description.empty() || !tool.call) {
        throw ArgumentError(
            fmt::format("The tool \"{}\" has no {}.", tool.name, tool.call ? "description" : "function"),
            "A client chooses tools by their descriptions: say in a sentence what it does.");
    }
    if (impl_->find_tool(tool.name) != nullptr) {
        refuse_twice("tool", tool.name);
    }
    if (tool.input_schema == nullptr) {
        detail::InputSchema none;
        tool.input_schema = none.take();
    }
    {
        const std::unique_lock lock(impl_->mutex);
        impl_->tools.push_back(std::make_shared<const ToolSpec>(std::move(tool)));
    }
    tools_changed();
    return *this;
}

Server& Server::add(ResourceSpec resource) {
    detail::UriTemplate pattern(resource.uri);
    if (resource.name.empty() || !resource.read) {
        throw ArgumentError(
            fmt::format("The resource \"{}\" has no {}.", resource.uri, resource.read ? "name" : "function"));
    }
    {
        const std::unique_lock lock(impl_->mutex);
        if (pattern.variables().empty()) {
            if (std::ranges::any_of(impl_->resources, [&](const auto& other) { return other->uri == resource.uri; })) {
                refuse_twice("resource", resource.uri);
            }
            impl_->resources.push_back(std::make_shared<const ResourceSpec>(std::move(resource)));
        } else {
            impl_->templates.push_back(
                std::make_shared<const detail::Template>(detail::Template{std::move(pattern), std::move(resource)}));
        }
    }
    resources_changed();
    return *this;
}

Server& Server::add(PromptSpec prompt) {
    check_name("prompt", prompt.name);
    if (impl_->find_prompt(prompt.name) != nullptr) {
        refuse_twice("prompt", prompt.name);
    }
    if (!prompt.get) {
        throw ArgumentError(fmt::format("The prompt \"{}\" has no function.", prompt.name));
    }
    {
        const std::unique_lock lock(impl_->mutex);
        impl_->prompts.push_back(std::make_shared<const PromptSpec>(std::move(prompt)));
    }
    prompts_changed();
    return *this;
}

Server& Server::complete_prompt(std::string prompt, std::string argument, Completer completer) {
    const auto found = impl_->find_prompt(prompt);
    if (found == nullptr || std::ranges::none_of(found->arguments, [&](const auto& a) { return a.name == argument; })) {
        throw ArgumentError(fmt::format(R"(There is no argument "{}" of a prompt "{}".)", argument, prompt),
                            "Add the prompt before what completes its arguments.");
    }
    const std::unique_lock lock(impl_->mutex);
    impl_->completers[fmt::format("prompt {} {}", prompt, argument)] = std::move(completer);
    return *this;
}

Server& Server::complete_resource(std::string uri_template, std::string variable, Completer completer) {
    const std::unique_lock lock(impl_->mutex);
    const auto found =
        std::ranges::find_if(impl_->templates, [&](const auto& entry) { return entry->spec.uri == uri_template; });
    if (found == impl_->templates.end() || std::ranges::count((*found)->pattern.variables(), variable) == 0) {
        throw ArgumentError(fmt::format(R"(There is no variable "{}" of a template "{}".)", variable, uri_template),
                            "Add the resource before what completes its variables.");
    }
    impl_->completers[fmt::format("resource {} {}", uri_template, variable)] = std::move(completer);
    return *this;
}

void Server::set_provider(std::string_view type, std::function<std::shared_ptr<void>(Context&)> make) {
    const std::unique_lock lock(impl_->mutex);
    impl_->providers[std::string(type)] = std::move(make);
}

void Server::tools_changed() { impl_->announce(detail::News::tools); }

void Server::resources_changed() { impl_->announce(detail::News::resources); }

void Server::prompts_changed() { impl_->announce(detail::News::prompts); }

void Server::resource_updated(std::string_view uri) { impl_->announce(detail::News::resource, uri); }

namespace detail {

std::shared_ptr<void> provided(Server& server, std::string_view type, Context& context) {
    std::function<std::shared_ptr<void>(Context&)> make;
    {
        const std::shared_lock lock(server.impl_->mutex);
        const auto found = server.impl_->providers.find(type);
        if (found != server.impl_->providers.end()) {
            make = found->second;
        }
    }
    auto made = make ? make(context) : nullptr;
    if (made == nullptr) {
        throw InvalidRequestError(fmt::format("Nothing provides a {} for the functions of this server.", type),
                                  "Call Server::provide before serving.");
    }
    return made;
}

std::vector<std::string> variable_names(std::string_view uri) { return UriTemplate(uri).variables(); }

}  // namespace detail
}  // namespace athanor::mcp
