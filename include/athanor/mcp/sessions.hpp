#pragma once

#include <memory>

#include <athanor/engine/engine.hpp>
#include <athanor/mcp/context.hpp>
#include <athanor/mcp/server.hpp>
#include <athanor/orm/session.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

template <>
struct Provided<ReadSession> {
    static constexpr bool is_provided = true;
    static constexpr bool writes = false;
};
template <>
struct Provided<Session> {
    static constexpr bool is_provided = true;
    static constexpr bool writes = true;
};

/// Hands functions of the server a session of their own for each call, where they take a ReadSession& (in a read-only
/// transaction) or a Session& (which they commit themselves). A cancelled request ends the statement that runs.
void provide_sessions(Server& server, const Engine& engine);

/// Lets CancelStatements reach the connections of an engine and of its reader; provide_sessions does it too.
void make_cancellable(const Engine& engine);

/// While one lives, the database is asked to end the statement that this thread runs when the request is cancelled
/// (PQcancel, sqlite3_interrupt), which then throws OperationalError; and the next connection that this thread takes
/// throws Cancelled. For work that makes sessions of its own; stays on the thread that made it.
class [[nodiscard]] CancelStatements {
public:
    explicit CancelStatements(Context& context);
    CancelStatements(const CancelStatements&) = delete;
    CancelStatements& operator=(const CancelStatements&) = delete;
    ~CancelStatements();

    struct [[gnu::visibility("hidden")]] Work;

private:
    std::shared_ptr<Work> work_;
    Work* before_;
    CancelHook hook_;
};

}  // namespace athanor::mcp

#pragma GCC visibility pop
