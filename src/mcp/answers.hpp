#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <athanor/mcp/server.hpp>

#include "mcp/signing.hpp"

namespace athanor::mcp::detail {

/// A request to the client with its key.
struct Asking {
    std::string key;
    std::string method;
    Json params = Json::object();
};

/// Leaves a handler: the client must give more before the request can be answered. No std::exception, so that a
/// handler does not catch it by accident.
struct InputRequired {
    std::vector<Asking> requests;
};

/// What a client answered to questions of earlier rounds of the same request (2026-07-28). What was asked, and what was
/// answered before, travels with the client in requestState: signed, for this method, these arguments and this
/// principal, until it expires. An answer counts only if exactly its question was asked.
class Answers {
public:
    /// From the parameters of a request. Throws RpcError when they cannot be.
    void read(const Json& params, Signer& signer, const std::string& method, const std::string& principal,
              bool accept_unsigned);

    /// The answer to this question, or null.
    [[nodiscard]] const Json* find(const Asking& question) const;

    /// The state to send with these questions.
    [[nodiscard]] std::string state(const std::vector<Asking>& questions, const Signer& signer,
                                    std::chrono::milliseconds lifetime);

    /// False if the answers of this conversation were claimed before.
    [[nodiscard]] bool claim(Signer& signer) const;

private:
    struct Answered {
        std::string question;  // its digest; empty: not signed, but accepted
        Json answer;
    };
    std::string binding_;
    std::string nonce_;
    std::int64_t expires_ = 0;
    std::map<std::string, Answered> answered_;
};

}  // namespace athanor::mcp::detail
