// Links between the pages lead somewhere.

#include <regex>

#include <gtest/gtest.h>

#include "docs/pages.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

/// The address of a heading as pages of code hosts make it: lower case, blanks to hyphens, punctuation left out.
std::string anchor_of(std::string_view heading) {
    std::string anchor;
    for (const char letter : heading) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == ' ') {
            anchor += '-';
        } else if (std::isalnum(byte) != 0 || letter == '_' || letter == '-' || byte >= 0x80) {
            anchor += static_cast<char>(std::tolower(byte));
        }
    }
    return anchor;
}

bool has_anchor(const fs::path& page, const std::string& anchor) {
    for (const auto& line : lines_of(read_project_file(page))) {
        const auto text = line.find_first_not_of('#');
        if (text != 0 && text != std::string::npos && line[text] == ' ' && anchor_of(line.substr(text + 1)) == anchor) {
            return true;
        }
    }
    return false;
}

std::string without_blocks(const std::string& page) {
    std::string text;
    bool inside = false;
    for (const auto& line : lines_of(page)) {
        if (line.starts_with("```")) {
            inside = !inside;
        } else if (!inside) {
            text += line + '\n';
        }
    }
    return text;
}

}  // namespace

TEST(Links, EveryRelativeLinkOfAPageLeadsToAFileAndAHeading) {
    const std::regex link(R"(\]\(([^)\s]+)\))");
    std::size_t links = 0;
    for (const auto& page : pages()) {
        const auto text = without_blocks(read_project_file(page));
        for (std::sregex_iterator match(text.begin(), text.end(), link), end; match != end; ++match) {
            const auto address = (*match)[1].str();
            if (address.find("://") != std::string::npos) {
                continue;
            }
            ++links;
            const auto hash = address.find('#');
            const auto file = address.substr(0, hash);
            const auto target = file.empty() ? page : (page.parent_path() / file).lexically_normal();
            ASSERT_TRUE(fs::exists(project_folder() / target)) << page << " links to " << address;
            if (hash != std::string::npos) {
                EXPECT_TRUE(has_anchor(target, address.substr(hash + 1))) << page << " links to " << address;
            }
        }
    }
    EXPECT_GT(links, 20u);
}

TEST(Links, EverySourceThatAPageNamesIsThere) {
    // `src/orm/unit_of_work.cpp`, `include/athanor/orm/`; not those with a placeholder (src/dialects/<name>,
    // *_test.cpp).
    const std::regex source("`((?:src|include|tests|docs|apps|examples|scripts|cmake)/[A-Za-z0-9_./-]+)`");
    std::size_t named = 0;
    for (const auto& page : pages()) {
        const auto text = without_blocks(read_project_file(page));
        for (std::sregex_iterator match(text.begin(), text.end(), source), end; match != end; ++match) {
            ++named;
            EXPECT_TRUE(fs::exists(project_folder() / (*match)[1].str())) << page << " names " << (*match)[1];
        }
    }
    EXPECT_GT(named, 30u);
}

TEST(Links, AnchorsAreMadeFromHeadings) {
    EXPECT_EQ(anchor_of("Two commands"), "two-commands");
    EXPECT_EQ(anchor_of("What is there, and what is not"), "what-is-there-and-what-is-not");
    EXPECT_TRUE(has_anchor("README.md", "two-commands"));
    EXPECT_FALSE(has_anchor("README.md", "no-such-heading"));
}
