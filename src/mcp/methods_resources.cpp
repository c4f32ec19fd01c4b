#include <fmt/format.h>

#include <athanor/core/error.hpp>

#include "mcp/content_json.hpp"
#include "mcp/methods.hpp"

namespace athanor::mcp::detail {
namespace {

void add(Json& entry, const char* name, const std::string& text) {
    if (!text.empty()) {
        entry[name] = text;
    }
}

Json entry_of(const ResourceSpec& resource, const char* address) {
    Json entry{{address, resource.uri}, {"name", resource.name}};
    add(entry, "title", resource.title);
    add(entry, "description", resource.description);
    add(entry, "mimeType", resource.mime_type);
    return entry;
}

[[noreturn]] void throw_not_found(const Call& call, const std::string& uri) {
    throw RpcError{call.facts.era == Era::modern ? code::invalid_params : code::resource_not_found,
                   fmt::format("there is no resource {}", uri), Json{{"uri", uri}}};
}

ResourceContents read(Call& call, const ResourceSpec& resource, const std::string& uri,
                      const std::vector<std::string>& variables) {
    Context context(call);
    try {
        auto contents = resource.read(context, uri, variables);
        contents.uri = contents.uri.empty() ? uri : contents.uri;
        contents.mime_type = contents.mime_type.empty() ? resource.mime_type : contents.mime_type;
        return contents;
    } catch (const ResourceNotFound&) {
        throw_not_found(call, uri);
    } catch (const ToolError& error) {
        // A variable that cannot be: "2026-13" is no month.
        throw RpcError{code::invalid_params, error.what(), Json{{"uri", uri}}};
    } catch (const Error& error) {
        throw RpcError{code::internal_error, error.message()};
    }
}

std::string uri_of(const Call& call) { return required_text(call.facts.params, "uri"); }

}  // namespace

Json resources_list(Call& call) {
    return page(call, call.server.copy(call.server.resources), "resources",
                [](const ResourceSpec& resource) { return entry_of(resource, "uri"); });
}

Json templates_list(Call& call) {
    return page(call, call.server.copy(call.server.templates), "resourceTemplates",
                [](const Template& entry) { return entry_of(entry.spec, "uriTemplate"); });
}

Json resources_read(Call& call) {
    const auto uri = uri_of(call);
    call.subject = uri;
    std::optional<ResourceContents> contents;
    for (const auto& resource : call.server.copy(call.server.resources)) {
        if (resource->uri == uri) {
            contents = read(call, *resource, uri, {});
            break;
        }
    }
    for (const auto& entry : call.server.copy(call.server.templates)) {
        if (contents) {
            break;
        }
        if (const auto variables = entry->pattern.match(uri)) {
            contents = read(call, entry->spec, uri, *variables);
        }
    }
    if (!contents) {
        throw_not_found(call, uri);
    }
    return {{"contents", Json::array({to_json(*contents)})}};
}

Json resources_subscribe(Call& call) {
    const auto uri = uri_of(call);
    const std::lock_guard lock(call.facts.session->mutex);
    if (call.facts.session->subscriptions.size() >= 1000) {
        throw RpcError{code::invalid_params, "too many subscriptions; end one first"};
    }
    call.facts.session->subscriptions.insert(uri);
    return Json::object();
}

Json resources_unsubscribe(Call& call) {
    const auto uri = uri_of(call);
    const std::lock_guard lock(call.facts.session->mutex);
    call.facts.session->subscriptions.erase(uri);
    return Json::object();
}

}  // namespace athanor::mcp::detail
