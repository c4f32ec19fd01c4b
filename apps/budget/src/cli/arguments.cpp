#include "cli/arguments.hpp"

#include <utility>

#include <fmt/format.h>

#include <athanor/core/text.hpp>

#include <budget/validation.hpp>

#include "cli/command_line.hpp"
#include "cli/completion.hpp"
#include "lookup.hpp"

namespace budget::cli {

namespace {

ColorChoice parse_color(const std::string& text) {
    static const std::string names[] = {"auto", "always", "never"};
    for (const auto choice : {ColorChoice::automatic, ColorChoice::always, ColorChoice::never}) {
        if (text == names[static_cast<std::size_t>(choice)]) {
            return choice;
        }
    }
    throw UsageError(fmt::format("--color does not take {}", in_quotes(text)),
                     suggestion(text, names, "it takes auto, always or never"));
}

void check_formats(bool json, const Command& command) {
    const bool csv = std::visit(
        [](const auto& chosen) {
            if constexpr (requires { chosen.csv; }) {
                return chosen.csv;
            } else {
                return false;
            }
        },
        command);
    if (csv && json) {
        throw UsageError("--csv and --json exclude each other", "leave out one of them");
    }
}

/// Lets CLI11 read the arguments and says in our words what it refuses.
class Parser {
public:
    std::variant<Invocation, Notice> parse(std::vector<std::string> arguments) {
        const bool nothing = arguments.empty();
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        try {
            app_.parse(std::move(reversed));
        } catch (const CLI::CallForHelp&) {
            return Notice{app_.help()};
        } catch (const CLI::CallForVersion&) {
            return Notice{fmt::format("{}\n", version)};
        } catch (const CLI::ExtrasError&) {
            throw unexpected();
        } catch (const CLI::RequiredError& error) {
            // A misspelt "list" in "user list" counts as a missing command and an argument too many.
            if (is_group(*deepest()) && !app_.remaining(true).empty()) {
                throw unexpected();
            }
            throw UsageError(shown(error.what()), help_hint());
        } catch (const CLI::ParseError& error) {
            throw UsageError(shown(error.what()), help_hint());
        }
        if (line_.shell) {
            return Notice{completion_script(line_.describe(), *line_.shell)};
        }
        if (nothing || !line_.chosen) {
            throw UsageError("no command given", app_.get_footer());
        }
        if (line_.color) {
            line_.options.color = parse_color(*line_.color);
        }
        check_formats(line_.options.json, *line_.chosen);
        return Invocation{line_.options, *std::move(line_.chosen)};
    }

private:
    const CLI::App* deepest() const {
        const CLI::App* app = &app_;
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
        }
        return app;
    }

    std::string help_hint() const {
        const CLI::App* app = deepest();
        std::string path;
        for (const CLI::App* at = app; at != &app_; at = at->get_parent()) {
            path = fmt::format(" {}{}", at->get_name(), path);
        }
        return fmt::format("see: budget{} --help", path);
    }

    static std::vector<std::string> commands_of(const CLI::App& app) {
        std::vector<std::string> names;
        for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
            names.push_back(sub->get_name());
        }
        return names;
    }
    static bool is_group(const CLI::App& app) { return !commands_of(app).empty(); }

    UsageError unexpected() const {
        const auto extras = app_.remaining(true);
        const std::string first = extras.empty() ? std::string() : extras.front();
        if (first.starts_with("-")) {
            return UsageError(fmt::format("unknown option {}", in_quotes(first)), help_hint());
        }
        const auto names = commands_of(*deepest());
        if (names.empty()) {
            return UsageError(fmt::format("{} is one argument too many", in_quotes(first)),
                              help_hint() + " (put quotes around a text with blanks)");
        }
        const auto near = athanor::nearest(first, names);
        return UsageError(fmt::format("unknown command {}", in_quotes(first)),
                          near ? fmt::format("did you mean {}?", *near) : help_hint());
    }

    CommandLine line_;
    CLI::App& app_ = line_.app;
};

}  // namespace

std::variant<Invocation, Notice> parse_arguments(const std::vector<std::string>& arguments) {
    return Parser().parse(arguments);
}

CommandInfo describe_commands() { return CommandLine().describe(); }

}  // namespace budget::cli
