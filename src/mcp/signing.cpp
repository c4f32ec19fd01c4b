#include "mcp/signing.hpp"

#include <athanor/core/error.hpp>

#include "mcp/encoding.hpp"
#include "mcp/parse.hpp"
#include "mcp/rpc.hpp"

namespace athanor::mcp::detail {
namespace {

std::string checked(std::string key) {
    if (key.empty()) {
        return random_octets(32);
    }
    if (key.size() < 32) {
        throw ArgumentError("The signing key of an MCP server has fewer than 32 octets.",
                            "Give it 32 random octets, or none to have them made.");
    }
    return key;
}

[[noreturn]] void refuse() {
    throw RpcError{code::invalid_params,
                   "requestState was not made by this server, or was changed; call again without requestState and "
                   "inputResponses"};
}

}  // namespace

Signer::Signer(std::string key) : key_(checked(std::move(key))) {}

std::string Signer::sign(const Json& content) const {
    const auto text = dump(content);
    return base64url(text) + "." + base64url(hmac_sha256(key_, text));
}

Json Signer::verify(std::string_view signed_text) const {
    const auto dot = signed_text.find('.');
    if (dot == std::string_view::npos) {
        refuse();
    }
    const auto text = from_base64(signed_text.substr(0, dot));
    const auto mark = from_base64(signed_text.substr(dot + 1));
    if (!text || !mark || !same_octets(hmac_sha256(key_, *text), *mark)) {
        refuse();
    }
    return Json::parse(*text);
}

bool Signer::claim(const std::string& nonce, std::int64_t until) {
    const std::lock_guard lock(mutex_);
    const auto time = now();
    std::erase_if(claimed_, [&](const auto& entry) { return entry.second < time; });
    return claimed_.emplace(nonce, until).second;
}

std::int64_t Signer::now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace athanor::mcp::detail
