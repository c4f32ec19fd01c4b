// The program that the README opens with is the one that is built and run.

#include <gtest/gtest.h>

#include "docs/pages.hpp"

using namespace athanor::testing;

TEST(Readme, OpensWithTheProgramThatIsBuiltAndRun) {
    const auto found = blocks(read_project_file("README.md"));
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].language, "cpp");
    EXPECT_EQ(found[0].text, read_project_file("examples/quickstart.cpp"));
    EXPECT_LT(found[0].line, 12u) << "nothing but a sentence stands above it";
    EXPECT_LE(lines_of(found[0].text).size(), 60u);
}

TEST(Readme, ShowsWhatTheProgramPrints) {
    std::string printed;
    for (const auto& block : blocks(read_project_file("README.md"))) {
        if (block.language == "text" && printed.empty()) {
            printed = block.text;
        }
    }
    EXPECT_EQ(printed, read_project_file("examples/quickstart.out"));
}

TEST(Readme, IsShort) { EXPECT_LE(lines_of(read_project_file("README.md")).size(), 190u); }
