// docs/parity.md tells the truth: every feature is there once, and what it says is shown is shown by tests that exist.

#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "docs/pages.hpp"
#include "docs/test_names.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

struct Row {
    std::string number, name, state, test, page;
};

/// Rows whose first cell is a number of the list: 12, M3, N1.
std::vector<Row> rows_of(std::string_view page) {
    static const std::regex number("[MN]?[0-9]+");
    std::vector<Row> rows;
    for (const auto& line : lines_of(page)) {
        auto cells = cells_of(line);
        if (!cells.empty() && std::regex_match(cells[0], number)) {
            cells.resize(5);
            rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4]});
        }
    }
    return rows;
}

std::vector<std::string> expected_numbers() {
    std::vector<std::string> numbers;
    const auto add = [&](const std::string& prefix, int last) {
        for (int i = 1; i <= last; ++i) {
            numbers.push_back(prefix + std::to_string(i));
        }
    };
    add("", 95);
    add("M", 11);
    add("N", 8);
    return numbers;
}

/// What is wrong with the rows, one sentence each.
std::vector<std::string> mistakes_in(const std::vector<Row>& rows, const std::set<std::string>& tests) {
    std::vector<std::string> mistakes;
    for (const auto& row : rows) {
        const auto complain = [&](const std::string& what) { mistakes.push_back(row.number + ": " + what); };
        const auto named = matches_in(row.test, "`([^`]+)`");
        const auto linked = matches_in(row.page, R"(\]\(([^)#]+))");
        if (row.name.empty()) {
            complain("has no name");
        }
        if (row.state != "yes" && row.state != "partial" && row.state != "no") {
            complain("is '" + row.state + "', not yes, partial or no");
        }
        if (row.state == "yes" && named.empty()) {
            complain("says yes and names no test");
        }
        for (const auto& test : named) {
            if (!tests.contains(test)) {
                complain("names the test " + test + ", which does not exist");
            }
        }
        if (row.state != "no" && linked.empty()) {
            complain("links to no page");
        }
        for (const auto& page : linked) {
            if (!fs::is_regular_file(project_folder() / "docs" / page)) {
                complain("links to " + page + ", which does not exist");
            }
        }
    }
    return mistakes;
}

}  // namespace

TEST(Parity, EveryFeatureIsThereOnceInOrder) {
    std::vector<std::string> numbers;
    for (const auto& row : rows_of(read_project_file("docs/parity.md"))) {
        numbers.push_back(row.number);
    }
    EXPECT_EQ(numbers, expected_numbers());
}

TEST(Parity, WhatIsSaidToWorkIsShownByTestsThatExist) {
    EXPECT_EQ(mistakes_in(rows_of(read_project_file("docs/parity.md")), all_test_names()), std::vector<std::string>());
}

TEST(Parity, TheSummaryCountsTheRows) {
    std::map<std::string, int> states;
    const auto page = read_project_file("docs/parity.md");
    for (const auto& row : rows_of(page)) {
        ++states[row.state];
    }
    const auto sentence = std::to_string(states["yes"]) + " yes, " + std::to_string(states["partial"]) + " partial, " +
                          std::to_string(states["no"]) + " no";
    EXPECT_NE(page.find(sentence), std::string::npos) << "the page should say: " << sentence;
}

TEST(Parity, AWrongRowIsNoticed) {
    const std::set<std::string> tests{"Suite.Works"};
    const auto complaints = [&](const std::string& line) { return mistakes_in(rows_of(line), tests); };
    EXPECT_EQ(complaints("| 1 | a | yes | `Suite.Works` | [readme](../README.md) |"), std::vector<std::string>());
    EXPECT_EQ(complaints("| 1 | a | yes | `Suite.Gone` | [readme](../README.md) |").size(), 1u);
    EXPECT_EQ(complaints("| 1 | a | yes | | [readme](../README.md) |").size(), 1u);
    EXPECT_EQ(complaints("| 1 | a | maybe | | [readme](../README.md) |").size(), 1u);
    EXPECT_EQ(complaints("| 1 | a | no | | [gone](gone.md) |").size(), 1u);
    EXPECT_EQ(complaints("| 1 | a | partial | `Suite.Works` | |").size(), 1u);
    EXPECT_TRUE(rows_of("| text | a | yes | | |").empty());
    EXPECT_EQ(test_names_in("\nTEST(A, B) {\nTYPED_TEST_P(C,\n D) {\n// TEST(E, F)\n"),
              (std::set<std::string>{"A.B", "C.D"}));
}
