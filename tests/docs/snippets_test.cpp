// Code on a page is code of this project: every ```cpp block repeats a compiled source, which the line above it names.
//
//     <!-- snippet: queries.cpp#objects -->       a region of docs/snippets/queries.cpp
//     <!-- snippet: examples/quickstart.cpp -->   a whole file, from the project's folder
//     <!-- piece: examples/01_one_model.cpp -->   some lines of it, one after the other, perhaps less indented

#include <gtest/gtest.h>

#include "docs/pages.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

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
            ++compared;
            if (const auto file = marked(block.above, "piece"); !file.empty()) {
                EXPECT_TRUE(is_piece_of(block.text, read_project_file(file))) << where << " is not in " << file;
                continue;
            }
            const auto name = marked(block.above, "snippet");
            if (name.empty()) {
                ADD_FAILURE() << where << ": no line <!-- snippet: file#name --> above the block";
                continue;
            }
            EXPECT_EQ(block.text, text_of_snippet(name)) << where << " differs from " << name;
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
    EXPECT_EQ(marked(found[0].above, "snippet"), "a.cpp#b");
    EXPECT_EQ(marked("text", "snippet"), "");
    EXPECT_EQ(marked("<!-- piece: a.cpp -->", "snippet"), "");
    EXPECT_THROW(blocks("```cpp\nint x;\n"), std::runtime_error);
    EXPECT_THROW(region("docs/snippets/library.hpp", "no such region"), std::runtime_error);
}

TEST(Snippets, APieceIsWholeLinesThatFollowOneAnother) {
    const std::string file = "int main() {\n    int x;\n\n    int y;\n}\n";
    EXPECT_TRUE(is_piece_of("int x;\n\nint y;\n", file));
    EXPECT_TRUE(is_piece_of("    int y;\n}\n", file));
    EXPECT_FALSE(is_piece_of("int x;\nint y;\n", file)) << "a line is left out";
    EXPECT_FALSE(is_piece_of("int y;\n}\n", file)) << "not indented in the same way";
    EXPECT_FALSE(is_piece_of("int\n", file)) << "not a whole line";
    EXPECT_FALSE(is_piece_of("", file));
}
