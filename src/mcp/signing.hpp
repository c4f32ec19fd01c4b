#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <athanor/mcp/json.hpp>

namespace athanor::mcp::detail {

/// Signs what clients keep for the server between two requests, and knows what was used already.
class Signer {
public:
    explicit Signer(std::string key);

    [[nodiscard]] std::string sign(const Json& content) const;
    /// Throws RpcError invalid_params when it was not signed by this key.
    [[nodiscard]] Json verify(std::string_view signed_text) const;

    /// False if this was claimed before. `until`: when it may be forgotten, in milliseconds since 1970.
    bool claim(const std::string& nonce, std::int64_t until);

    static std::int64_t now();  ///< milliseconds since 1970

private:
    std::string key_;
    std::mutex mutex_;
    std::map<std::string, std::int64_t> claimed_;
};

}  // namespace athanor::mcp::detail
