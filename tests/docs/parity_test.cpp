// docs/parity.md tells the truth: every feature is there once, and what it says is shown is shown by tests that exist.

#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "docs/pages.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

struct Row {
    std::string number, name, state, test, page;
};

std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        return "";
    }
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

/// Rows whose first cell is a number of the list: 12, M3, N1.
std::vector<Row> rows_of(std::string_view page) {
    static const std::regex number("[MN]?[0-9]+");
    std::vector<Row> rows;
    for (const auto& line : lines_of(page)) {
        std::vector<std::string> cells;
        for (std::size_t at = line.find('|'); at != std::string::npos;) {
            const auto next = line.find('|', at + 1);
            if (next != std::string::npos) {
                cells.push_back(trimmed(std::string_view(line).substr(at + 1, next - at - 1)));
            }
            at = next;
        }
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

std::vector<std::string> matches_in(const std::string& cell, const char* pattern) {
    const std::regex wanted(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator match(cell.begin(), cell.end(), wanted), end; match != end; ++match) {
        found.push_back((*match)[1]);
    }
    return found;
}

std::set<std::string> test_names_in(const std::string& source) {
    static const std::regex test(R"((?:^|\n)(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\))");
    std::set<std::string> names;
    for (std::sregex_iterator match(source.begin(), source.end(), test), end; match != end; ++match) {
        names.insert((*match)[1].str() + "." + (*match)[2].str());
    }
    return names;
}

std::set<std::string> all_test_names() {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(project_folder() / "tests")) {
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
            names.merge(test_names_in(read_project_file(fs::relative(entry.path(), project_folder()))));
        }
    }
    return names;
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
