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

TEST(ProgressLine, ShowsShareAndRows) {
    EXPECT_EQ(budget::cli::progress_line(1000, 50, 100), "[###############---------------]  50%  1000 rows");
    EXPECT_EQ(budget::cli::progress_line(1000, 150, 100), "[##############################] 100%  1000 rows");
    EXPECT_EQ(budget::cli::progress_line(7, 150, 0), "7 rows");
}

}  // namespace
