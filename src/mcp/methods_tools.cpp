#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/logging.hpp>
#include <athanor/core/text.hpp>

#include "mcp/content_json.hpp"
#include "mcp/methods.hpp"

namespace athanor::mcp::detail {
namespace {

Json to_entry(const ToolSpec& tool) {
    Json entry{{"name", tool.name}};
    if (!tool.title.empty()) {
        entry["title"] = tool.title;
    }
    entry["description"] = tool.description;
    entry["inputSchema"] = *tool.input_schema;
    if (tool.output_schema != nullptr) {
        entry["outputSchema"] = *tool.output_schema;
    }
    // All four: what is left out is taken for the worst.
    entry["annotations"] = {{"readOnlyHint", tool.read_only},
                            {"destructiveHint", tool.destructive},
                            {"idempotentHint", tool.idempotent},
                            {"openWorldHint", tool.open_world}};
    return entry;
}

std::string unknown_tool(const Call& call, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& tool : call.server.copy(call.server.tools)) {
        names.push_back(tool->name);
    }
    const auto meant = nearest(name, names);
    return fmt::format("there is no tool \"{}\"{}", name.substr(0, 64),
                       meant ? fmt::format("; did you mean \"{}\"?", *meant) : std::string());
}

void tell_failure(const Call& call, const std::exception& error) {
    if (call.server.options.on_failure) {
        call.server.options.on_failure(call.subject, error);
    } else {
        athanor::log(athanor::LogLevel::error, "athanor.mcp", fmt::format("tool {}: {}", call.subject, error.what()));
    }
}

ToolResult run(Call& call, const ToolSpec& tool) {
    Context context(call);
    try {
        return tool.call(context, call.arguments);
    } catch (const Cancelled&) {
        throw;
    } catch (const ClientCannot& error) {
        if (call.facts.era == Era::modern) {
            throw;
        }
        return ToolResult::error(fmt::format("This cannot be done with this client: {}.", error.what()));
    } catch (const ToolError& error) {
        return ToolResult::error(error.what());
    } catch (const ResourceNotFound& error) {
        return ToolResult::error(error.what());
    } catch (const Error& error) {
        // Its statement and its parameters are for the log.
        tell_failure(call, error);
        return ToolResult::error(error.hint().empty() ? error.message() : error.message() + "\n" + error.hint());
    } catch (const std::exception& error) {
        tell_failure(call, error);
        return ToolResult::error("The tool failed. The server's log has the cause.");
    }
}

}  // namespace

Json tools_list(Call& call) { return page(call, call.server.copy(call.server.tools), "tools", to_entry); }

Json tools_call(Call& call) {
    const auto name = required_text(call.facts.params, "name");
    const auto tool = call.server.find_tool(name);
    if (tool == nullptr) {
        throw RpcError{code::invalid_params, unknown_tool(call, name)};
    }
    call.subject = name;
    if (const Json* arguments = find_member(call.facts.params, "arguments")) {
        if (!arguments->is_object()) {
            throw RpcError{code::invalid_params, "params.arguments must be an object: one member for each parameter"};
        }
        call.arguments = *arguments;
    }
    return to_json(run(call, *tool));
}

}  // namespace athanor::mcp::detail
