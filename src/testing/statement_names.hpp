#pragma once

#include <map>
#include <optional>
#include <string>

#include "testing/messages.hpp"

namespace athanor::testing::wire {

/// The prepared statements of one client, as a pooler that tracks them sees it.
class StatementNames {
public:
    /// Puts the server's names into a client's message. @returns what to end the connection with, if it breaks a rule.
    [[nodiscard]] std::optional<Refusal> translate(Head& head);
    /// Looks whether the server forgot all statements.
    void hear(const Head& answer);

private:
    [[nodiscard]] std::optional<Refusal> add(Head& head);
    [[nodiscard]] std::optional<Refusal> use(Head& head, std::size_t at);

    std::map<std::string, std::string> names_;
    unsigned count_ = 0;
};

/// What a pooler in transaction mode refuses at login: parameters that it cannot restore on another connection.
[[nodiscard]] std::optional<Refusal> refused_parameter(const Head& startup);

}  // namespace athanor::testing::wire
