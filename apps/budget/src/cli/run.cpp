#include "cli/run.hpp"

#include <cstdio>
#include <variant>

#include <fmt/format.h>

#include <athanor/core/logging.hpp>

#include <budget/validation.hpp>

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace budget::cli {

namespace {

void print(std::string_view text) {
    Output output;
    output.write(text);
    output.finish();
}

/// What the library says while the program works, such as that a server is waking up.
void show_warning(athanor::LogLevel, std::string_view, std::string_view message) {
    const std::string line = fmt::format("budget: {}\n", shown(message));
    std::fwrite(line.data(), 1, line.size(), stderr);
}

template <class C>
int carry_out(const Context& context, const C& command) {
    if constexpr (requires { serve(context, command); }) {
        return serve(context, command);
    } else {
        print(answer(context, command));
        return exit_done;
    }
}

int execute(const Invocation& invocation, bool& connecting) {
    const auto& [options, command] = invocation;
    if (options.echo) {
        athanor::set_log_level("athanor.engine", athanor::LogLevel::info);
    } else {
        athanor::set_log_sink(&show_warning);
    }
    if (std::holds_alternative<DoctorCommand>(command)) {
        const auto examined = examine(options);
        print(examined.text);
        return examined.code;
    }
    const bool init = std::holds_alternative<InitCommand>(command);
    const auto engine = open_database(options, init);
    const bool replica = !engine.options().reader_url.empty();
    const Context context{engine, replica ? engine.reader() : engine, options, look_of_stdout(options.color)};
    connecting = true;
    // A pooler is no place to make tables, and whether it answers changes nothing.
    const bool refused =
        init && engine.options().direct_url.empty() && engine.dialect().pooled(engine.url(), engine.options());
    // ping measures how long that takes.
    if (!std::holds_alternative<PingCommand>(command) && !refused) {
        context.engine.connect().close();
        connecting = false;
    }
    return std::visit([&](const auto& chosen) { return carry_out(context, chosen); }, command);
}

}  // namespace

int run(const std::vector<std::string>& arguments) noexcept {
    bool connecting = false;
    try {
        exit_on_interrupt();
        const auto parsed = parse_arguments(arguments);
        if (const auto* notice = std::get_if<Notice>(&parsed)) {
            print(notice->text);
            return exit_done;
        }
        return execute(std::get<Invocation>(parsed), connecting);
    } catch (const std::exception& error) {
        try {
            const Failure failure = describe_failure(error, connecting);
            std::fwrite(failure.text.data(), 1, failure.text.size(), stderr);
            return failure.code;
        } catch (...) {
            std::fputs("error: out of memory\n", stderr);
        }
    } catch (...) {
        std::fputs("error: something unexpected happened\n", stderr);
    }
    return exit_failed;
}

}  // namespace budget::cli
