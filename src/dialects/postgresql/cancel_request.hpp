#pragma once

#include <memory>

#include "dialects/postgresql/handles.hpp"

namespace athanor::postgresql {

/// Asks the server, over a connection of its own, to stop what a connection is doing. Thread-safe.
class CancelRequest {
public:
    explicit CancelRequest(PGconn* connection);

    /// Sends the request from a thread of its own, because libpq waits for the network without any limit, and waits at
    /// most a second for it. What takes longer goes on by itself; until it ends there is no second request.
    void send() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace athanor::postgresql
