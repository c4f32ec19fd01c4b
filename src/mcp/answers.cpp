#include "mcp/answers.hpp"

#include <fmt/format.h>

#include "mcp/encoding.hpp"
#include "mcp/parse.hpp"
#include "mcp/rpc.hpp"

namespace athanor::mcp::detail {
namespace {

std::string digest_of(const Asking& question) {
    return base64url(sha256(canonical(Json{{"method", question.method}, {"params", question.params}})));
}

std::string binding_of(const Json& params, const std::string& method, const std::string& principal) {
    Json bound{{"method", method}, {"principal", principal}};
    for (const auto* name : {"name", "uri", "arguments"}) {
        if (const Json* value = find_member(params, name)) {
            bound[name] = *value;
        }
    }
    return base64url(sha256(canonical(bound)));
}

[[noreturn]] void refuse(std::string message) { throw RpcError{code::invalid_params, std::move(message)}; }

}  // namespace

void Answers::read(const Json& params, Signer& signer, const std::string& method, const std::string& principal,
                   bool accept_unsigned) {
    binding_ = binding_of(params, method, principal);
    std::map<std::string, std::string> asked;
    const Json* state = find_member(params, "requestState");
    if (state != nullptr) {
        if (!state->is_string()) {
            refuse("requestState must be the text that this server sent");
        }
        const Json content = signer.verify(state->get_ref<const std::string&>());
        if (content.at("binding") != binding_) {
            refuse("requestState belongs to another call; call again without requestState and inputResponses");
        }
        nonce_ = content.at("nonce").get<std::string>();
        expires_ = content.at("expires").get<std::int64_t>();
        if (expires_ < Signer::now()) {
            refuse("requestState expired; call again without requestState and inputResponses");
        }
        for (const auto& [key, question] : content.at("asked").items()) {
            asked[key] = question.get<std::string>();
        }
        for (const auto& [key, entry] : content.at("answered").items()) {
            answered_[key] = {entry.at(0).get<std::string>(), entry.at(1)};
        }
    }
    const Json* responses = find_member(params, "inputResponses");
    if (responses == nullptr) {
        return;
    }
    if (!responses->is_object()) {
        refuse("inputResponses must be an object: one member for each key of inputRequests");
    }
    for (const auto& [key, response] : responses->items()) {
        if (!response.is_object()) {
            refuse(fmt::format("inputResponses.{} must be the result of that request, an object", key));
        }
        const auto question = asked.find(key);
        if (question != asked.end()) {
            answered_[key] = {question->second, response};
        } else if (state == nullptr && accept_unsigned) {
            answered_[key] = {{}, response};
        }
    }
}

const Json* Answers::find(const Asking& question) const {
    const auto found = answered_.find(question.key);
    if (found == answered_.end() ||
        (!found->second.question.empty() && found->second.question != digest_of(question))) {
        return nullptr;
    }
    return &found->second.answer;
}

std::string Answers::state(const std::vector<Asking>& questions, const Signer& signer,
                           std::chrono::milliseconds lifetime) {
    if (nonce_.empty()) {
        nonce_ = base64url(random_octets(16));
    }
    // Each round begins anew: it is a person who answers.
    expires_ = Signer::now() + lifetime.count();
    Json content{{"binding", binding_}, {"nonce", nonce_}, {"expires", expires_}};
    content["asked"] = Json::object();
    for (const auto& question : questions) {
        content["asked"][question.key] = digest_of(question);
    }
    content["answered"] = Json::object();
    for (const auto& [key, entry] : answered_) {
        if (!entry.question.empty()) {
            content["answered"][key] = Json::array({entry.question, entry.answer});
        }
    }
    return signer.sign(content);
}

bool Answers::claim(Signer& signer) const { return nonce_.empty() || signer.claim(nonce_, expires_); }

}  // namespace athanor::mcp::detail
