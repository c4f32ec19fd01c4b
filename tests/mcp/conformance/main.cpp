// The server that the official conformance suite runs against: over stdio, or with --http PORT over HTTP; then it
// prints its URL and serves until SIGTERM.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include <athanor/mcp/http.hpp>
#include <athanor/mcp/stdio.hpp>

#include "conformance.hpp"

namespace {

using namespace athanor;

int serve_http_until_signal(mcp::Server& server, int port) {
    // Before any thread starts, so that all of them leave the signals to sigwait.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    mcp::HttpOptions options;
    options.port = static_cast<std::uint16_t>(port);
    const auto http = mcp::serve_http(server, options);
    std::printf("%s\n", http->url().c_str());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    http->stop();
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        mcp::Server server({.name = "athanor-conformance", .version = "1.0"});
        mcp::conformance::add_content(server);
        mcp::conformance::add_progress(server);
        mcp::conformance::add_questions(server);
        mcp::conformance::add_rounds(server);
        mcp::conformance::add_resources(server);
        mcp::conformance::add_prompts(server);
        if (count == 3 && std::strcmp(arguments[1], "--http") == 0) {
            return serve_http_until_signal(server, std::atoi(arguments[2]));
        }
        return mcp::serve_stdio(server);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
