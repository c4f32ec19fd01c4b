#include "docs/troubleshooting_cases.hpp"

#include <gtest/gtest.h>

#include "docs/pages.hpp"

namespace athanor::testing {

std::map<std::string, std::string> blocks_of_troubleshooting() {
    std::map<std::string, std::string> found;
    for (const auto& block : blocks(read_project_file("docs/troubleshooting.md"))) {
        const auto name = marked(block.above, "produced");
        if (!name.empty()) {
            EXPECT_TRUE(found.emplace(name, block.text).second) << name << " is there twice";
        }
    }
    return found;
}

void expect_on_page(const std::string& name, const std::string& said) {
    const auto blocks = blocks_of_troubleshooting();
    const auto found = blocks.find(name);
    ASSERT_NE(found, blocks.end()) << "the page has no block " << name << "; it should read:\n" << said;
    EXPECT_EQ(found->second, said.ends_with('\n') ? said : said + '\n') << name;
}

}  // namespace athanor::testing
