#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// Thrown by a tool to answer `isError` with this message, which should say how to mend the call. Any athanor::Error
/// does the same with its message and hint; of any other exception the caller learns only that the tool failed.
class ToolError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Thrown by the function of a resource when there is nothing behind the URI.
class ResourceNotFound : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The request was cancelled. Let it pass: nothing is answered.
class Cancelled : public std::runtime_error {
public:
    Cancelled() : std::runtime_error("the request was cancelled") {}
};

/// The client cannot do what was asked of it, such as Context::ask without the elicitation capability.
class ClientCannot : public std::runtime_error {
public:
    explicit ClientCannot(std::string capability)
        : std::runtime_error("the client does not support " + capability), capability_(std::move(capability)) {}
    [[nodiscard]] const std::string& capability() const noexcept { return capability_; }

private:
    std::string capability_;
};

}  // namespace athanor::mcp

#pragma GCC visibility pop
