#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>
#include <athanor/core/uuid.hpp>
#include <athanor/mcp/http.hpp>
#include <athanor/mcp/stdio.hpp>

#include <budget/audit.hpp>
#include <budget/database.hpp>
#include <budget/users.hpp>
#include <budget/validation.hpp>

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "mcp/manager.hpp"

namespace budget::cli {

namespace {

constexpr std::size_t shortest_token = 16;

void say(const std::string& line) { std::fputs(line.c_str(), stderr); }

/// What would make every call fail is told now.
void check(const Context& context, bool allow_writes) {
    if (allow_writes) {
        check_audit(context.engine);
    } else {
        check_tables(context.engine);
    }
    transact(context.engine,
             [&](athanor::Session& session) { static_cast<void>(choose_user(session, context.options.user)); });
}

athanor::mcp::ServerOptions with_log(athanor::mcp::ServerOptions options) {
    options.on_failure = [](std::string_view tool, const std::exception& error) {
        say(fmt::format("budget: {} failed: {}\n", tool, shown(error.what())));
    };
    return options;
}

std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw UsageError(fmt::format("--port takes a number from 0 to 65535, not {}", in_quotes(text)));
    }
    return port;
}

/// 244 random bits that only this process and who looks at its terminal know.
std::string new_token() {
    std::string token;
    for (int i = 0; i < 2; ++i) {
        token += athanor::Uuid::random().to_string();
    }
    std::erase(token, '-');
    return token;
}

std::string bearer_token() {
    athanor::load_dotenv();
    auto token = athanor::env("BUDGET_MCP_TOKEN", "");
    if (!token.empty()) {
        if (token.size() < shortest_token) {
            throw UsageError(fmt::format("BUDGET_MCP_TOKEN has less than {} characters", shortest_token),
                             "make a random one, for example with: openssl rand -hex 32");
        }
        return token;
    }
    if (isatty(STDERR_FILENO) == 0) {
        throw UsageError("there is no BUDGET_MCP_TOKEN, and no terminal to show a new one on",
                         "set it in the environment or in .env, for example to what this prints: openssl rand -hex 32");
    }
    auto made = new_token();
    say(fmt::format("budget: clients send this token, which is shown only now:\n  Authorization: Bearer {}\n", made));
    return made;
}

/// SIGTERM and SIGINT wait in this thread and all that it starts, until wait() takes one.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, &before_);
    }
    ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    void wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
    }

private:
    sigset_t set_{};
    sigset_t before_{};
};

}  // namespace

int serve(const Context& context, const McpCommand& command) {
    check(context, command.allow_writes);
    tools::Manager manager(context.engine, {context.options.user, command.allow_writes});
    athanor::mcp::Server server(with_log(tools::server_options(manager)));
    tools::add_everything(server, manager);
    return athanor::mcp::serve_stdio(server, STDIN_FILENO, STDOUT_FILENO);
}

int serve(const Context& context, const ServeCommand& command) {
    athanor::mcp::HttpOptions options;
    options.port = parse_port(command.port);
    check(context, command.allow_writes);
    options.token = bearer_token();
    options.principal = "token";
    tools::Manager manager(context.engine, {context.options.user, command.allow_writes});
    athanor::mcp::Server server(with_log(tools::server_options(manager)));
    tools::add_everything(server, manager);
    const Signals signals;
    const auto http = athanor::mcp::serve_http(server, options);
    say(fmt::format("budget: serving {}\n", http->url()));
    signals.wait();
    http->stop();
    return exit_done;
}

}  // namespace budget::cli
