#include <gtest/gtest.h>

#include "cli/table.hpp"
#include "cli/terminal.hpp"

namespace {

using budget::cli::Table;

TEST(Table, AlignsByWhatATerminalShows) {
    Table table({{"Category"}, {"Total", Table::Align::right}});
    table.add({"Rent", "339.00"});
    table.add({"拉麺", "5.00"});
    table.add({"Bäckerei", "12.50"});
    table.set_footer({"Total", "356.50"});
    EXPECT_EQ(table.to_string(), "Category   Total\n"
                                 "----------------\n"
                                 "Rent      339.00\n"
                                 "拉麺        5.00\n"
                                 "Bäckerei   12.50\n"
                                 "----------------\n"
                                 "Total     356.50\n");
}

TEST(Table, WritesNoBlanksAtTheEndOfALine) {
    Table table({{"ID", Table::Align::right}, {"Description"}});
    table.add({"1", "a long description"});
    table.add({"12", "short"});
    EXPECT_EQ(table.to_string(), "ID  Description\n----------------------\n 1  a long description\n12  short\n");
}

TEST(Table, ShowsControlCharactersAsBlanks) {
    Table table({{"Text"}});
    table.add({"a\nb\x1b[2Jc\x7f\xc2\x9b"});
    EXPECT_EQ(table.to_string(), "Text\n----------\na b [2Jc\n");
}

TEST(Table, CutsTheWidestTextsUntilALineFits) {
    Table table({{"ID", Table::Align::right}, {"Name", Table::Align::left, true}, {"Text", Table::Align::left, true}});
    table.add({"1", "a name of middle size", "a text that is a good deal longer than the name"});
    const auto second_line = [&](std::size_t width) {
        const auto text = table.to_string({.width = width});
        const auto begin = text.find('\n', text.find('\n') + 1) + 1;
        return text.substr(begin, text.find('\n', begin) - begin);
    };
    EXPECT_EQ(second_line(0), " 1  a name of middle size  a text that is a good deal longer than the name");
    EXPECT_EQ(second_line(74), second_line(0));
    EXPECT_EQ(second_line(60), " 1  a name of middle size  a text that is a good deal longe…");
    EXPECT_EQ(second_line(36), " 1  a name of midd…  a text that is…");
    EXPECT_EQ(second_line(1), " 1  a name …  a text …") << "what is left can be read";
}

TEST(Table, BarsFillTheRestOfTheLine) {
    Table table({{"Name"}, {"Sum", Table::Align::right}});
    table.add({"a", "10"}, {.share = 1, .color = "#ff0000"});
    table.add({"b", "5"}, {.share = 0.5, .color = "nonsense"});
    table.add({"c", "0.01"}, {.share = 0.001, .color = "#00ff00"});
    table.add({"d", "-1"}, {.share = -0.1, .color = "#0000ff"});
    EXPECT_EQ(table.to_string({.width = 22, .bars = true}), "Name   Sum\n----------\na       10  ##########\n"
                                                            "b        5  #####\nc     0.01  #\nd       -1\n");
    EXPECT_EQ(table.to_string({.width = 22, .color = true, .bars = true, .blocks = true}),
              "\x1b[1mName   Sum\x1b[0m\n----------\na       10  \x1b[38;2;255;0;0m██████████\x1b[0m\n"
              "b        5  █████\nc     0.01  \x1b[38;2;0;255;0m▌\x1b[0m\nd       -1\n");
    EXPECT_EQ(table.to_string({.width = 17, .bars = true}), table.to_string());
}

TEST(CutToWidth, CountsColumnsNotBytes) {
    using budget::cli::cut_to_width;
    EXPECT_EQ(cut_to_width("Bäckerei", 8), "Bäckerei");
    EXPECT_EQ(cut_to_width("Bäckerei", 7), "Bäcker…");
    EXPECT_EQ(cut_to_width("拉麺屋", 6), "拉麺屋");
    EXPECT_EQ(cut_to_width("拉麺屋", 5), "拉麺…");
    EXPECT_EQ(cut_to_width("拉麺屋", 4), "拉…") << "a wide character is not cut in half";
    EXPECT_EQ(cut_to_width("e\xcc\x81t\xc3\xa9s", 2), "e\xcc\x81…") << "an accent stays with its letter";
}

TEST(ProgressLine, ShowsShareAndRows) {
    EXPECT_EQ(budget::cli::progress_line(1000, 50, 100), "[###############---------------]  50%  1000 rows");
    EXPECT_EQ(budget::cli::progress_line(1000, 150, 100), "[##############################] 100%  1000 rows");
    EXPECT_EQ(budget::cli::progress_line(7, 150, 0), "7 rows");
}

}  // namespace
