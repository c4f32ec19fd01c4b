#include <sstream>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/arguments.hpp"

namespace {

using namespace budget::cli;
using ::testing::HasSubstr;
using ::testing::Not;

Invocation parsed(const std::vector<std::string>& arguments) {
    return std::get<Invocation>(parse_arguments(arguments));
}

template <class C>
C command(const std::vector<std::string>& arguments) {
    return std::get<C>(parsed(arguments).command);
}

std::string complaint(const std::vector<std::string>& arguments) {
    try {
        static_cast<void>(parse_arguments(arguments));
    } catch (const UsageError& error) {
        return std::string(error.what()) + "\n" + error.hint();
    }
    return "accepted";
}

TEST(Arguments, GlobalOptionsStandBeforeOrAfterTheCommand) {
    const std::vector<std::vector<std::string>> spellings{
        {"--db", "sqlite:///x.db", "--user", "a@b.c", "--json", "--echo", "user", "list"},
        {"user", "list", "--db", "sqlite:///x.db", "--user", "a@b.c", "--json", "--echo"},
        {"--json", "user", "--db=sqlite:///x.db", "list", "--echo", "--user=a@b.c"},
    };
    for (const auto& spelling : spellings) {
        const auto found = parsed(spelling);
        EXPECT_EQ(found.options.db, "sqlite:///x.db");
        EXPECT_EQ(found.options.user, "a@b.c");
        EXPECT_TRUE(found.options.json);
        EXPECT_TRUE(found.options.echo);
        EXPECT_TRUE(std::holds_alternative<UserListCommand>(found.command));
    }
}

TEST(Arguments, ANegativeAmountIsAnAmountAndNoOption) {
    EXPECT_EQ(command<AddCommand>({"add", "-5", "Food", "x"}).amount, "-5");
    EXPECT_EQ(command<AddCommand>({"add", "-12.345", "Food", "x", "--json"}).amount, "-12.345");
}

TEST(Arguments, AnEmptyAmountIsPassedOn) { EXPECT_EQ(command<AddCommand>({"add", "", "Food", "x"}).amount, ""); }

TEST(Arguments, ATextMayBeCalledLikeACommand) {
    const auto add = command<AddCommand>({"add", "5", "list", "export"});
    EXPECT_EQ(add.category, "list");
    EXPECT_EQ(add.description, "export");
    EXPECT_EQ(command<CategoryAddCommand>({"category", "add", "category"}).name, "category");
}

TEST(Arguments, BehindTwoDashesEverythingIsText) {
    const auto add = command<AddCommand>({"add", "--date", "2026-01-02", "--", "5", "--json", "-x"});
    EXPECT_EQ(add.category, "--json");
    EXPECT_EQ(add.description, "-x");
    EXPECT_EQ(add.date, "2026-01-02");
}

TEST(Arguments, TextIsTakenAsItIs) {
    const auto add = command<AddCommand>({"add", "5", "a,b", "[x] \"quoted\" %d {y}"});
    EXPECT_EQ(add.category, "a,b");
    EXPECT_EQ(add.description, "[x] \"quoted\" %d {y}");
}

TEST(Arguments, DefaultsAreThoseOfTheHelp) {
    EXPECT_EQ(command<TopCommand>({"top"}).count, "10");
    EXPECT_FALSE(command<ImportCommand>({"import", "x.csv"}).dry_run);
    EXPECT_FALSE(command<ImportCommand>({"import", "x.csv"}).profile.has_value());
    EXPECT_FALSE(command<ExportCommand>({"export"}).file.has_value());
    EXPECT_FALSE(parsed({"init"}).options.db.has_value());
}

TEST(Arguments, NothingAtAllShowsExamples) {
    EXPECT_THAT(complaint({}), HasSubstr("budget init"));
    EXPECT_THAT(complaint({"--json"}), HasSubstr("no command given"));
}

TEST(Arguments, AMisspeltCommandGetsASuggestion) {
    EXPECT_EQ(complaint({"sumary", "2026-01"}), "unknown command 'sumary'\ndid you mean summary?");
    EXPECT_EQ(complaint({"user", "lsit"}), "unknown command 'lsit'\ndid you mean list?");
    EXPECT_EQ(complaint({"frobnicate"}), "unknown command 'frobnicate'\nsee: budget --help");
}

TEST(Arguments, SaysWhichArgumentOrOptionIsWrong) {
    EXPECT_THAT(complaint({"add", "5", "Food"}), HasSubstr("DESCRIPTION is required"));
    EXPECT_THAT(complaint({"add", "5", "Food"}), HasSubstr("see: budget add --help"));
    EXPECT_EQ(complaint({"list", "--lmit", "5"}), "unknown option '--lmit'\nsee: budget list --help");
    EXPECT_THAT(complaint({"add", "5", "Food", "two", "words"}), HasSubstr("'words' is one argument too many"));
    EXPECT_THAT(complaint({"user"}), HasSubstr("see: budget user --help"));
    EXPECT_THAT(complaint({"list", "--limit"}), Not(HasSubstr("accepted")));
}

TEST(Arguments, APasswordIsNotRepeated) {
    const std::string url = "postgresql://ann:sesame@host/db";
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"ping", url},
                                                                       {url},
                                                                       {"--database=" + url, "ping"},
                                                                       {"user", url},
                                                                       {"user", "list", "--url=" + url},
                                                                       {"--json=" + url, "ping"}}) {
        EXPECT_THAT(complaint(arguments), Not(HasSubstr("sesame")));
        EXPECT_THAT(complaint(arguments), Not(HasSubstr("accepted")));
    }
}

TEST(Arguments, HelpNamesExitCodesAndEachCommandHasItsOwn) {
    const auto help = std::get<Notice>(parse_arguments({"--help"})).text;
    EXPECT_THAT(help, HasSubstr("Exit codes"));
    EXPECT_THAT(help, HasSubstr("--db URL"));
    EXPECT_THAT(std::get<Notice>(parse_arguments({"import", "--help"})).text, HasSubstr("--dry-run"));
    EXPECT_THAT(std::get<Notice>(parse_arguments({"user", "add", "--help"})).text, HasSubstr("EMAIL"));
    EXPECT_EQ(std::get<Notice>(parse_arguments({"--version"})).text, "budget 0.1.0\n");
}

/// The words of a line as a shell takes them apart, without variables and backslashes.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    for (const char c : line + " ") {
        if (quote != 0) {
            quote = c == quote ? char{0} : quote;
            word += quote != 0 ? std::string(1, c) : std::string();
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

void check_help(const CommandInfo& command, std::vector<std::string> path) {
    auto arguments = path;
    arguments.push_back("--help");
    const auto help = std::get<Notice>(parse_arguments(arguments)).text;
    std::string usage = "Usage: budget";
    for (const auto& name : path) {
        usage += " " + name;
    }
    EXPECT_THAT(help, HasSubstr(usage));
    EXPECT_THAT(help, HasSubstr("Examples:\n"));
    for (const auto& option : command.options) {
        EXPECT_THAT(help, HasSubstr(option.names.back())) << usage;
        EXPECT_NE(option.text, "") << usage << option.names.back();
    }
    std::size_t examples = 0;
    std::istringstream lines(help.substr(help.find("Examples:\n")));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("  budget ")) {
            continue;
        }
        // What an example does may stand behind it, far enough away.
        auto words = words_of(line.substr(2, line.find("   ", 2) - 2));
        words.erase(words.begin());
        ++examples;
        EXPECT_NO_THROW(static_cast<void>(parse_arguments(words))) << line;
        const bool is_of_command = words.size() >= path.size() && std::equal(path.begin(), path.end(), words.begin());
        EXPECT_TRUE(is_of_command) << "an example of another command: " << line;
    }
    EXPECT_GE(examples, 1u) << usage;
    for (const auto& next : command.commands) {
        auto deeper = path;
        deeper.push_back(next.name);
        check_help(next, deeper);
    }
}

TEST(Arguments, EachCommandHasHelpWithExamplesThatWork) { check_help(describe_commands(), {}); }

TEST(Arguments, EditTakesOnlyWhatIsGiven) {
    const auto edit = command<EditCommand>({"edit", "12", "--amount", "-5", "--date", "2026-01-02"});
    EXPECT_EQ(edit.id, "12");
    EXPECT_EQ(edit.amount, "-5");
    EXPECT_EQ(edit.date, "2026-01-02");
    EXPECT_FALSE(edit.category.has_value());
    EXPECT_FALSE(edit.description.has_value());
}

TEST(Arguments, ColorBelongsToTheCategoryBehindCategoryAdd) {
    const auto found = parsed({"--color", "never", "category", "add", "Fun", "--color", "#123456"});
    EXPECT_EQ(found.options.color, ColorChoice::never);
    EXPECT_EQ(std::get<CategoryAddCommand>(found.command).color, "#123456");
    EXPECT_EQ(parsed({"list", "--color", "always"}).options.color, ColorChoice::always);
    EXPECT_EQ(parsed({"list"}).options.color, ColorChoice::automatic);
}

TEST(Arguments, JsonAndCsvExcludeEachOther) {
    EXPECT_THAT(complaint({"--json", "summary", "2026-01", "--csv"}), HasSubstr("exclude each other"));
    EXPECT_TRUE(command<SummaryCommand>({"summary", "2026-01", "--csv"}).csv);
}

}  // namespace
