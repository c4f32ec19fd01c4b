// Every mistake that the headers declare is explained on the page and provoked by a file of tests/compile/mistakes.

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/paths.hpp"

namespace {

const std::filesystem::path root = athanor::testing::source_dir();

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> mistakes() {
    const std::string header = read(root / "include/athanor/orm/mistakes.hpp");
    const auto begin = header.find("// ---- of a mapping");
    const std::string part = header.substr(begin, header.find("namespace athanor::remedy") - begin);
    const std::regex declaration("\nstruct (\\w+);");
    std::vector<std::string> names;
    for (auto it = std::sregex_iterator(part.begin(), part.end(), declaration); it != std::sregex_iterator(); ++it) {
        names.push_back((*it)[1]);
    }
    return names;
}

TEST(CompilerMessages, EveryMistakeIsExplainedOnThePage) {
    const std::string page = read(root / "docs/compiler-messages.md");
    ASSERT_GE(mistakes().size(), 25U);
    for (const auto& name : mistakes()) {
        EXPECT_THAT(page, testing::HasSubstr("| `" + name + "` |"));
    }
}

TEST(CompilerMessages, EveryMistakeIsProvokedByATest) {
    std::string expectations;
    for (const auto& file : std::filesystem::directory_iterator(root / "tests/compile/mistakes")) {
        expectations += read(file.path());
    }
    for (const auto& name : mistakes()) {
        EXPECT_THAT(expectations, testing::HasSubstr("// first error: " + name + "<"));
    }
}

}  // namespace
