// docs/guardrails.md names for each rule what enforces it, and tests that exist.

#include <set>

#include <gtest/gtest.h>

#include "docs/pages.hpp"
#include "docs/test_names.hpp"

using namespace athanor::testing;

namespace {

struct Rule {
    std::string name, feature, tests;
};

/// The rows of the tables, without their heads.
std::vector<Rule> rules_of(std::string_view page) {
    std::vector<Rule> rules;
    for (const auto& line : lines_of(page)) {
        const auto cells = cells_of(line);
        if (cells.size() == 3 && cells[0] != "rule" && cells[0].find_first_not_of('-') != std::string::npos) {
            rules.push_back({cells[0], cells[1], cells[2]});
        }
    }
    return rules;
}

std::vector<std::string> mistakes_in(const std::vector<Rule>& rules, const std::set<std::string>& tests) {
    std::vector<std::string> mistakes;
    for (const auto& rule : rules) {
        const auto named = matches_in(rule.tests, "`([^`]+)`");
        if (rule.feature.size() < 10) {
            mistakes.push_back(rule.name + ": nothing enforces it");
        }
        if (named.empty()) {
            mistakes.push_back(rule.name + ": names no test");
        }
        for (const auto& test : named) {
            if (!tests.contains(test)) {
                mistakes.push_back(rule.name + ": names the test " + test + ", which does not exist");
            }
        }
    }
    return mistakes;
}

}  // namespace

TEST(Guardrails, EachRuleIsEnforcedAndShownByTestsThatExist) {
    EXPECT_EQ(mistakes_in(rules_of(read_project_file("docs/guardrails.md")), all_test_names()),
              std::vector<std::string>());
}

TEST(Guardrails, AllRulesAreThere) {
    const auto page = read_project_file("docs/guardrails.md");
    for (const char* rule :
         {"| never a password in the source |", "| never a transaction left after an error |",
          "| never a value that was not checked |", "| never a secret in git |", "| never without a pool |",
          "| always from the environment |", "| always a rollback |", "| always validate |",
          "| always an explicit commit |", "| always pre-ping |", "| always TLS |"}) {
        EXPECT_NE(page.find(rule), std::string::npos) << rule;
    }
}

TEST(Guardrails, AWrongRowIsNoticed) {
    const std::set<std::string> tests{"Suite.Works"};
    const auto count = [&](std::string_view line) { return mistakes_in(rules_of(line), tests).size(); };
    EXPECT_EQ(count("| never x | something strong | `Suite.Works` |"), 0u);
    EXPECT_EQ(count("| never x | something strong | `Suite.Gone` |"), 1u);
    EXPECT_EQ(count("| never x | something strong | |"), 1u);
    EXPECT_EQ(count("| never x | | `Suite.Works` |"), 1u);
    EXPECT_TRUE(rules_of("| rule | what enforces it | tests |\n|---|---|---|\n").empty());
}

TEST(Guardrails, GitIgnoresTheFileWithSecretsAndKeepsItsExample) {
    const auto ignored = lines_of(read_project_file(".gitignore"));
    EXPECT_NE(std::find(ignored.begin(), ignored.end(), ".env"), ignored.end());
    EXPECT_EQ(std::find(ignored.begin(), ignored.end(), ".env*"), ignored.end());
    const auto example = read_project_file(".env.example");
    for (const char* name : {"DATABASE_URL=", "DATABASE_DIRECT_URL=", "DATABASE_READER_URL=", "NEON_API_KEY="}) {
        EXPECT_NE(example.find(name), std::string::npos) << name;
    }
}
