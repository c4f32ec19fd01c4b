// docs/reliability.md tells the truth: every fault is there once, and what it says is survived is shown by tests that
// exist.

#include <map>
#include <regex>

#include <gtest/gtest.h>

#include "docs/pages.hpp"
#include "docs/test_names.hpp"

using namespace athanor::testing;

namespace {

constexpr int number_of_faults = 52;

struct Row {
    std::string number, fault, test, state;
};

std::vector<Row> rows_of(std::string_view page) {
    static const std::regex number("[0-9]+");
    std::vector<Row> rows;
    for (const auto& line : lines_of(page)) {
        auto cells = cells_of(line);
        if (!cells.empty() && std::regex_match(cells[0], number)) {
            cells.resize(4);
            rows.push_back({cells[0], cells[1], cells[2], cells[3]});
        }
    }
    return rows;
}

/// What is wrong with the page, one sentence each.
std::vector<std::string> mistakes_in(const std::string& page, const std::set<std::string>& tests) {
    std::vector<std::string> mistakes;
    for (const auto& row : rows_of(page)) {
        const auto complain = [&](const std::string& what) { mistakes.push_back(row.number + ": " + what); };
        const auto named = matches_in(row.test, "`([^`]+)`");
        if (row.fault.empty()) {
            complain("names no fault");
        }
        if (row.state != "yes" && row.state != "partial" && row.state != "open") {
            complain("is '" + row.state + "', not yes, partial or open");
        }
        if (row.state != "open" && named.empty()) {
            complain("names no test");
        }
        for (const auto& test : named) {
            if (!tests.contains(test)) {
                complain("names the test " + test + ", which does not exist");
            }
        }
        if ((row.state != "yes") != (page.find("\n* " + row.number + ": ") != std::string::npos)) {
            complain("what is missing must be listed below the table, and only what is missing");
        }
    }
    return mistakes;
}

}  // namespace

TEST(Reliability, EveryFaultIsThereOnceInOrder) {
    std::vector<std::string> numbers;
    for (const auto& row : rows_of(read_project_file("docs/reliability.md"))) {
        numbers.push_back(row.number);
    }
    std::vector<std::string> expected;
    for (int i = 1; i <= number_of_faults; ++i) {
        expected.push_back(std::to_string(i));
    }
    EXPECT_EQ(numbers, expected);
}

TEST(Reliability, WhatIsSaidToBeSurvivedIsShownByTestsThatExist) {
    EXPECT_EQ(mistakes_in(read_project_file("docs/reliability.md"), all_test_names()), std::vector<std::string>());
}

TEST(Reliability, TheSummaryCountsTheRows) {
    std::map<std::string, int> states;
    const auto page = read_project_file("docs/reliability.md");
    for (const auto& row : rows_of(page)) {
        ++states[row.state];
    }
    const auto sentence = std::to_string(states["yes"]) + " yes, " + std::to_string(states["partial"]) + " partial, " +
                          std::to_string(states["open"]) + " open";
    EXPECT_NE(page.find(sentence), std::string::npos) << "the page should say: " << sentence;
}

TEST(Reliability, AWrongRowIsNoticed) {
    const std::set<std::string> tests{"Suite.Works"};
    const auto complaints = [&](const std::string& page) { return mistakes_in(page, tests); };
    EXPECT_EQ(complaints("| 1 | a | `Suite.Works` | yes |"), std::vector<std::string>());
    EXPECT_EQ(complaints("| 1 | a | `Suite.Gone` | yes |").size(), 1U);
    EXPECT_EQ(complaints("| 1 | a | | yes |").size(), 1U);
    EXPECT_EQ(complaints("| 1 | a | `Suite.Works` | no |\n* 1: why").size(), 1U);
    EXPECT_EQ(complaints("| 1 | a | `Suite.Works` | partial |").size(), 1U);
    EXPECT_EQ(complaints("| 1 | a | `Suite.Works` | partial |\n\n* 1: why"), std::vector<std::string>());
    EXPECT_EQ(complaints("| 1 | a | | open |\n\n* 1: why"), std::vector<std::string>());
    EXPECT_EQ(complaints("| 1 | a | `Suite.Works` | yes |\n\n* 1: why").size(), 1U);
}
