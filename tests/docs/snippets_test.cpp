// Code on a page is code of this project: every ```cpp block repeats a compiled source, which the line above it names.
//
//     <!-- snippet: queries.cpp#objects -->       a region of docs/snippets/queries.cpp
//     <!-- snippet: examples/quickstart.cpp -->   a whole file, from the project's folder

#include <gtest/gtest.h>

#include "docs/pages.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

/// What stands behind "snippet:" in such a comment; nothing for another line.
std::string snippet_name(std::string_view line) {
    constexpr std::string_view begin = "<!-- snippet: ";
    constexpr std::string_view end = " -->";
    if (!line.starts_with(begin) || !line.ends_with(end) || line.size() < begin.size() + end.size()) {
        return "";
    }
    return std::string(line.substr(begin.size(), line.size() - begin.size() - end.size()));
}

std::string text_of_snippet(const std::string& name) {
    const auto hash = name.find('#');
    const auto file = name.substr(0, hash);
    const auto path = file.find('/') == std::string::npos ? fs::path("docs/snippets") / file : fs::path(file);
    return hash == std::string::npos ? read_project_file(path) : region(path, name.substr(hash + 1));
}

}  // namespace

TEST(Snippets, EveryBlockOfCodeOnAPageIsCompiledCode) {
    std::size_t compared = 0;
    for (const auto& page : pages()) {
        for (const auto& block : blocks(read_project_file(page))) {
            if (block.language != "cpp") {
                continue;
            }
            const auto where = page.string() + ":" + std::to_string(block.line);
            const auto name = snippet_name(block.above);
            if (name.empty()) {
                ADD_FAILURE() << where << ": no line <!-- snippet: file#name --> above the block";
                continue;
            }
            EXPECT_EQ(block.text, text_of_snippet(name)) << where << " differs from " << name;
            ++compared;
        }
    }
    EXPECT_GT(compared, 20u);
}

TEST(Snippets, EveryRegionIsOnAPage) {
    std::string all;
    for (const auto& page : pages()) {
        all += read_project_file(page);
    }
    for (const auto& entry : fs::directory_iterator(project_folder() / "docs/snippets")) {
        const auto file = entry.path().filename().string();
        for (const auto& line : lines_of(read_project_file(fs::path("docs/snippets") / file))) {
            if (line.starts_with("//! [")) {
                const auto mark = "<!-- snippet: " + file + "#" + line.substr(5, line.size() - 6) + " -->";
                EXPECT_NE(all.find(mark), std::string::npos) << "no page has " << mark;
            }
        }
    }
}

TEST(Snippets, ABlockThatDiffersIsNoticed) {
    const auto found = blocks("text\n\n<!-- snippet: a.cpp#b -->\n```cpp\nint x;\n```\n");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].language, "cpp");
    EXPECT_EQ(found[0].text, "int x;\n");
    EXPECT_EQ(found[0].line, 4u);
    EXPECT_EQ(snippet_name(found[0].above), "a.cpp#b");
    EXPECT_EQ(snippet_name("text"), "");
    EXPECT_THROW(blocks("```cpp\nint x;\n"), std::runtime_error);
    EXPECT_THROW(region("docs/snippets/library.hpp", "no such region"), std::runtime_error);
}
