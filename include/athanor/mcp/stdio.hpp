#pragma once

#include <chrono>

#include <athanor/mcp/server.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp {

/// How serve_stdio works.
struct StdioOptions {
    Limits limits = {};
    /// SIGTERM and SIGINT end the service: nothing more is read, what runs is finished or, after `grace`, cancelled.
    bool handle_signals = true;
    std::chrono::milliseconds grace = std::chrono::seconds(5);
};

/// Serves one client that writes one JSON message a line to `in` and reads one a line from `out`; for a program that
/// the client started: serve_stdio(server, 0, 1). Nothing else may write to `out`. Returns the exit code: 0 after the
/// end of input, when every request received is answered; 0 after a signal; 1 when `out` cannot be written.
/// Call it from one thread. The descriptors are not closed.
int serve_stdio(Server& server, int in = 0, int out = 1, const StdioOptions& options = {});

}  // namespace athanor::mcp

#pragma GCC visibility pop
