#include <athanor/core/logging.hpp>

#include "mcp/endpoint_impl.hpp"
#include "mcp/versions.hpp"

namespace athanor::mcp::detail {
namespace {

Json with_meta(const Call& call, const char* type, const Json& members) {
    Json result{{"resultType", type}};
    result.update(members);
    result["_meta"][meta::server_info] = describe(call.server.options);
    return result;
}

Json complete_result(const Call& call, const Method& method, Json members) {
    if (call.facts.era == Era::legacy) {
        return members;
    }
    Json result = with_meta(call, "complete", members);
    if (method.cacheable) {
        const auto& options = call.server.options;
        const bool is_content = call.facts.method == "resources/read";
        result["ttlMs"] = (is_content ? options.read_ttl : options.list_ttl).count();
        result["cacheScope"] = options.cache_scope == CacheScope::public_ ? "public" : "private";
    }
    return result;
}

Json input_required(Call& call, const InputRequired& needed) {
    Json members{{"inputRequests", Json::object()}};
    for (const auto& request : needed.requests) {
        members["inputRequests"][request.key] = {{"method", request.method}, {"params", request.params}};
    }
    members["requestState"] = call.answers.state(needed.requests, call.server.signer, call.server.options.answer_ttl);
    return with_meta(call, "input_required", members);
}

RpcError missing(const ClientCannot& error) {
    Json needed = Json::object();
    needed[error.capability()] = Json::object();
    return {code::missing_capability, error.what(), Json{{"requiredCapabilities", std::move(needed)}}, 400};
}

bool takes_answers(const std::string& method) {
    return method == "tools/call" || method == "prompts/get" || method == "resources/read";
}

}  // namespace

void run_call(Call& call, const Method& method) {
    if (call.cancelled()) {
        return call.finish_silently();
    }
    try {
        if (call.facts.era == Era::modern && takes_answers(call.facts.method)) {
            call.answers.read(call.facts.params, call.server.signer, call.facts.method, call.facts.principal,
                              call.server.options.accept_unsigned_answers);
        }
        call.finish(complete_result(call, method, method.run(call)));
    } catch (const InputRequired& needed) {
        call.finish(input_required(call, needed));
    } catch (const RpcError& error) {
        call.fail(error);
    } catch (const Cancelled&) {
        call.finish_silently();
    } catch (const ClientCannot& error) {
        call.fail(call.facts.era == Era::modern ? missing(error) : RpcError{code::invalid_request, error.what()});
    } catch (const std::exception& error) {
        athanor::log(athanor::LogLevel::error, "athanor.mcp", error.what());
        call.fail({code::internal_error, "the request failed; the server's log has the cause"});
    }
}

}  // namespace athanor::mcp::detail
