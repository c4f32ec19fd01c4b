#pragma once

#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/command_tree.hpp"

namespace budget::cli {

inline constexpr const char* version = "budget 0.1.0";

/// Describes the commands and options to CLI11, which fills in the members.
class CommandLine {
public:
    CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    CLI::App app{"Keeps track of what is spent, on SQLite or PostgreSQL."};
    GlobalOptions options;
    std::optional<std::string> color;
    std::optional<std::string> shell;  ///< of the command completion
    std::optional<Command> chosen;

    [[nodiscard]] CommandInfo describe() const;

private:
    CLI::App* sub(CLI::App& parent, const std::string& name, const std::string& text, const std::string& examples);
    template <class C>
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& text, const std::shared_ptr<C>& command,
                  const std::string& examples) {
        auto* added = sub(parent, name, text, examples);
        added->final_callback([this, command] { chosen = *command; });
        return added;
    }
    CLI::App* group(const std::string& name, const std::string& text, const std::string& examples);

    void add_setup();
    void add_users();
    void add_categories();
    void add_new_expenses();
    void add_changes();
    void add_lists();
    void add_reports();
    void add_files();
    void add_servers();
    void add_completion();
};

}  // namespace budget::cli
