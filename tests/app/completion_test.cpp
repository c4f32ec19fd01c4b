#include <cstdio>
#include <filesystem>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/arguments.hpp"
#include "process.hpp"
#include "support/temp_dir.hpp"

namespace athanor::testing {
namespace {

using budget::cli::CommandInfo;
using budget::cli::describe_commands;
using ::testing::HasSubstr;

std::string script_for(const std::string& shell) {
    return std::get<budget::cli::Notice>(budget::cli::parse_arguments({"completion", shell})).text;
}

void for_each_command(const CommandInfo& command, const std::string& path,
                      const std::function<void(const CommandInfo&, const std::string&)>& visit) {
    visit(command, path);
    for (const auto& next : command.commands) {
        for_each_command(next, path + " " + next.name, visit);
    }
}

/// What bash offers behind these words; the last one is being typed.
class Bash {
public:
    std::string offers(const std::vector<std::string>& words) {
        std::string script = "source completion.bash\nCOMP_WORDS=(budget";
        for (const auto& word : words) {
            script += " '" + word + "'";
        }
        script += ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_budget\necho \"${COMPREPLY[*]}\"\n";
        const auto done = run(script);
        EXPECT_EQ(done.code, 0);
        EXPECT_EQ(done.err, "");
        return done.out.substr(0, done.out.size() - 1);
    }
    Finished run(const std::string& script) {
        Process::Setup what;
        what.program = "/bin/bash";
        what.arguments = {"--norc", folder.write("try.sh", script).string()};
        what.folder = folder.path();
        folder.write("completion.bash", script_for("bash"));
        return Process(what).wait();
    }
    TempDir folder;
};

TEST(BashCompletion, OffersCommandsAndTheCommandsOfAGroup) {
    Bash bash;
    EXPECT_EQ(bash.offers({"su"}), "summary");
    EXPECT_EQ(bash.offers({"ca"}), "category categories");
    EXPECT_THAT(bash.offers({""}),
                HasSubstr("init sample ping doctor user category add transfer edit move rm list top"));
    EXPECT_EQ(bash.offers({"user", ""}), "add list");
    EXPECT_EQ(bash.offers({"category", "r"}), "rename rm");
    EXPECT_EQ(bash.offers({"completion", ""}), "bash zsh fish");
}

TEST(BashCompletion, OffersTheOptionsOfTheCommandAndOfEveryCommand) {
    Bash bash;
    EXPECT_EQ(bash.offers({"edit", "12", "--a"}), "--amount");
    EXPECT_EQ(bash.offers({"edit", "12", "--d"}), "--description --date --db");
    EXPECT_EQ(bash.offers({"summary", "--j"}), "--json");
    EXPECT_EQ(bash.offers({"--us"}), "--user");
    EXPECT_EQ(bash.offers({"rm", "3", "-"}), "-h --help -y --yes --version --db --user --json --color --echo");
    EXPECT_EQ(bash.offers({"list", "--amount"}), "");
}

TEST(BashCompletion, OffersTheValuesOfAnOption) {
    Bash bash;
    EXPECT_EQ(bash.offers({"list", "--color", ""}), "auto always never");
    EXPECT_EQ(bash.offers({"--color", "al"}), "always");
    // Bash takes --color=al apart at the sign.
    EXPECT_EQ(bash.offers({"list", "--color", "=", "al"}), "always");
    EXPECT_EQ(bash.offers({"list", "--color", "="}), "auto always never");
    EXPECT_EQ(bash.offers({"import", "x.csv", "--profile", ""}), "mint native");
    EXPECT_EQ(bash.offers({"category", "add", "x", "--color", ""}), "") << "there it is the category's color";
    EXPECT_EQ(bash.offers({"list", "--month", ""}), "");
}

TEST(BashCompletion, IsNotMisledByTheValuesOfOptionsAndByTexts) {
    Bash bash;
    EXPECT_EQ(bash.offers({"--db", "sqlite:///x.db", "--user", "list", "category", "re"}), "rename");
    EXPECT_EQ(bash.offers({"--db", "=", "user", "category", "re"}), "rename");
    EXPECT_EQ(bash.offers({"--json", "user", "l"}), "list");
    EXPECT_EQ(bash.offers({"add", "5", "list", "--mo"}), "") << "list is a category here";
    EXPECT_EQ(bash.offers({"add", "5", "list", "--da"}), "--date");
}

TEST(BashCompletion, OffersFilesWhereAFileIsMeant) {
    Bash bash;
    bash.folder.write("my expenses.csv", "");
    EXPECT_EQ(bash.offers({"import", "my"}), "my expenses.csv");
    EXPECT_EQ(bash.offers({"export", "my"}), "my expenses.csv");
    EXPECT_EQ(bash.offers({"import", "--dr"}), "--dry-run");
    EXPECT_EQ(bash.offers({"list", "my"}), "");
}

TEST(BashCompletion, OffersEachCommandAndEachOptionThereIs) {
    Bash bash;
    std::string script =
        "source completion.bash\n"
        "try() { COMP_WORDS=(budget \"$@\"); COMP_CWORD=$#; _budget; echo \"$* -> ${COMPREPLY[*]}\"; }\n";
    std::string expected;
    for_each_command(describe_commands(), "", [&](const CommandInfo& command, const std::string& path) {
        for (const auto& next : command.commands) {
            script += "try" + path + " " + next.name + "\n";
            expected += (path + " " + next.name).substr(1) + " -> " + next.name + "\n";
        }
        for (const auto& option : command.options) {
            const auto& name = option.names.back();
            script += "try" + path + " " + name + "\n";
            expected += (path + " " + name).substr(1) + " -> " + name + "\n";
        }
    });
    EXPECT_EQ(bash.run(script).out, expected);
    EXPECT_GT(std::count(expected.begin(), expected.end(), '\n'), 60);
}

TEST(Completion, EachScriptKnowsEachCommandAndOption) {
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const auto script = script_for(shell);
        for_each_command(describe_commands(), "", [&](const CommandInfo& command, const std::string& path) {
            EXPECT_THAT(script, HasSubstr(path)) << shell;
            for (const auto& option : command.options) {
                for (const auto& name : option.names) {
                    const bool is_fish = shell == std::string("fish");
                    const auto spelled = !is_fish                 ? name
                                         : name.starts_with("--") ? " -l " + name.substr(2)
                                                                  : " -s " + name.substr(1);
                    EXPECT_THAT(script, HasSubstr(spelled)) << shell << path;
                }
            }
        });
    }
}

/// The shell's own opinion of a script. A shell that is not installed is a failure: its script would go unchecked.
void check_syntax(const std::string& shell, const std::vector<std::string>& options) {
    std::filesystem::path program;
    for (const char* place : {"/bin/", "/usr/bin/", "/usr/local/bin/"}) {
        if (program.empty() && std::filesystem::exists(place + shell)) {
            program = place + shell;
        }
    }
    if (program.empty()) {
        FAIL() << "The completion for " << shell << " cannot be checked: there is no " << shell << ". Install it.";
    }
    TempDir folder;
    Process::Setup what;
    what.program = program;
    what.arguments = options;
    what.arguments.push_back(folder.write("script", script_for(shell)).string());
    what.folder = folder.path();
    const auto done = Process(what).wait();
    EXPECT_EQ(done.code, 0) << shell << ": " << done.err;
    EXPECT_EQ(done.err, "") << shell;
}

TEST(Completion, IsWellFormedForEachShell) {
    check_syntax("bash", {"-n"});
    check_syntax("zsh", {"-n"});
    check_syntax("fish", {"--no-execute"});
}

TEST(Completion, AnUnknownShellGetsASuggestion) {
    const auto complaint = [](const std::string& shell) {
        try {
            static_cast<void>(script_for(shell));
        } catch (const budget::cli::UsageError& error) {
            return std::string(error.what()) + "\n" + error.hint();
        }
        return std::string("accepted");
    };
    EXPECT_EQ(complaint("bsh"), "there is no completion for 'bsh'\ndid you mean 'bash'?");
    EXPECT_EQ(complaint("powershell"), "there is no completion for 'powershell'\nshells: bash, zsh, fish");
}

}  // namespace
}  // namespace athanor::testing
