// The pages of docs/tutorial/ and the programs of examples/ belong together: one page for each program, which shows all
// of its code and what it prints.

#include <algorithm>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "docs/pages.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

struct Lesson {
    fs::path page, program, output;
};

/// examples/01_one_model.cpp, its .out, and docs/tutorial/01-one-model.md; by number.
std::vector<Lesson> lessons() {
    std::vector<Lesson> found;
    for (const auto& entry : fs::directory_iterator(project_folder() / "examples")) {
        auto name = entry.path().stem().string();
        if (entry.path().extension() == ".cpp" && std::isdigit(static_cast<unsigned char>(name[0])) != 0) {
            const auto program = fs::path("examples") / (name + ".cpp");
            const auto output = fs::path("examples") / (name + ".out");
            std::replace(name.begin(), name.end(), '_', '-');
            found.push_back({fs::path("docs/tutorial") / (name + ".md"), program, output});
        }
    }
    std::sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.page < b.page; });
    return found;
}

std::string without_indent(std::string_view line) {
    const auto begin = line.find_first_not_of(' ');
    return begin == std::string_view::npos ? "" : std::string(line.substr(begin));
}

}  // namespace

TEST(Tutorial, HasAPageForEachOfTheSixPrograms) {
    std::vector<fs::path> expected{"docs/tutorial/README.md"};
    for (const auto& lesson : lessons()) {
        expected.push_back(lesson.page);
    }
    std::sort(expected.begin(), expected.end());
    std::vector<fs::path> there;
    for (const auto& page : pages()) {
        if (page.parent_path() == "docs/tutorial") {
            there.push_back(page);
        }
    }
    EXPECT_EQ(there, expected);
    EXPECT_EQ(lessons().size(), 6u);
}

TEST(Tutorial, ShowsEveryLineOfItsProgramAndNoOtherProgram) {
    for (const auto& lesson : lessons()) {
        std::set<std::string> shown;
        for (const auto& block : blocks(read_project_file(lesson.page))) {
            if (block.language == "cpp") {
                EXPECT_EQ(marked(block.above, "piece"), lesson.program.string()) << lesson.page << ":" << block.line;
                for (const auto& line : lines_of(block.text)) {
                    shown.insert(without_indent(line));
                }
            }
        }
        for (const auto& line : lines_of(read_project_file(lesson.program))) {
            EXPECT_TRUE(line.empty() || shown.contains(without_indent(line)))
                << lesson.page << " does not show: " << line;
        }
    }
}

TEST(Tutorial, ShowsWhatItsProgramPrints) {
    for (const auto& lesson : lessons()) {
        const auto printed = read_project_file(lesson.output);
        std::set<std::string> shown;
        for (const auto& block : blocks(read_project_file(lesson.page))) {
            if (const auto file = marked(block.above, "output"); !file.empty()) {
                EXPECT_EQ(file, lesson.output.string());
                EXPECT_TRUE(is_piece_of(block.text, printed)) << lesson.page << ":" << block.line;
                for (const auto& line : lines_of(block.text)) {
                    shown.insert(line);
                }
            }
        }
        for (const auto& line : lines_of(printed)) {
            EXPECT_TRUE(line.empty() || shown.contains(line)) << lesson.page << " does not show: " << line;
        }
    }
}

TEST(Tutorial, NamesMistakesThatTheCompilerKnows) {
    const auto known = read_project_file("docs/compiler-messages.md");
    const std::regex mention("`mistake::([a-z_A-Z]+)`");
    std::size_t mentions = 0;
    for (const auto& lesson : lessons()) {
        const auto page = read_project_file(lesson.page);
        for (std::sregex_iterator match(page.begin(), page.end(), mention), end; match != end; ++match) {
            ++mentions;
            EXPECT_NE(known.find("| `" + (*match)[1].str() + "` |"), std::string::npos)
                << lesson.page << " names " << (*match)[1];
        }
    }
    EXPECT_GT(mentions, 10u);
}

TEST(Tutorial, EveryPageEndsWithMistakesExercisesAndTheWayOn) {
    const auto all = lessons();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto page = read_project_file(all[i].page);
        const auto mistakes = page.find("\n## When something goes wrong\n");
        const auto exercises = page.find("\n## Exercises\n");
        EXPECT_NE(mistakes, std::string::npos) << all[i].page;
        EXPECT_NE(exercises, std::string::npos) << all[i].page;
        EXPECT_LT(mistakes, exercises) << all[i].page;
        const auto next = i + 1 < all.size() ? all[i + 1].page.filename().string() : std::string("../mapping.md");
        EXPECT_NE(page.find("](" + next + ")", exercises), std::string::npos) << all[i].page << " leads to " << next;
    }
    const auto contents = read_project_file("docs/tutorial/README.md");
    for (const auto& lesson : all) {
        EXPECT_NE(contents.find("](" + lesson.page.filename().string() + ")"), std::string::npos) << lesson.page;
    }
}
