#include "sqlite_file.hpp"

// How answers look: in a file, on a terminal, in CSV.
namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class BudgetOutput : public BudgetApp {
protected:
    void SetUp() override {
        BudgetApp::SetUp();
        prepare();
        ok({"category", "add", "拉麺 & Bäckerei", "--color", "#ff8000"});
        ok({"add", "40", "拉麺 & Bäckerei", "Nudeln", "--date", "2026-01-02"});
        ok({"add", "20", "Rent", "A long description that says a lot about very little", "--date", "2026-01-03"});
        ok({"transfer", "5", "Food", "Rent", "--date", "2026-01-04", "--description", "correction"});
    }
    /// What the program writes on a terminal of that width.
    std::string on_screen(unsigned short columns, const std::vector<std::string>& arguments,
                          const std::map<std::string, std::optional<std::string>>& environment = {}) {
        auto what = setup(arguments);
        what.screen = columns;
        what.environment["COLUMNS"] = std::nullopt;
        what.environment["NO_COLOR"] = std::nullopt;
        what.environment["LC_ALL"] = "C.UTF-8";
        for (const auto& [name, value] : environment) {
            what.environment[name] = value;
        }
        const auto done = Process(what).wait();
        EXPECT_EQ(done.code, 0) << done.err;
        return done.out;
    }
};

const std::string in_a_file = "Category         Count  Total\n"
                              "-----------------------------\n"
                              "拉麺 & Bäckerei      1  40.00\n"
                              "Rent                 2  25.00\n"
                              "Food                 1  -5.00\n"
                              "-----------------------------\n"
                              "Total                4  60.00\n";

const std::string with_bars = "Category         Count  Total\n"
                              "-----------------------------\n"
                              "拉麺 & Bäckerei      1  40.00  ████████████████████\n"
                              "Rent                 2  25.00  ████████████▌\n"
                              "Food                 1  -5.00\n"
                              "-----------------------------\n"
                              "Total                4  60.00\n";

TEST_P(BudgetOutput, AFileGetsNeitherBarsNorColors) {
    EXPECT_EQ(ok({"summary", "2026-01"}), in_a_file);
    EXPECT_EQ(ok({"categories"}), in_a_file);
    auto narrow = setup({"list"});
    narrow.environment["COLUMNS"] = "20";
    EXPECT_THAT(Process(narrow).wait().out, HasSubstr("A long description that says a lot about very little\n"));
}

TEST_P(BudgetOutput, ATerminalGetsABarForEachCategory) {
    EXPECT_EQ(on_screen(51, {"summary", "2026-01", "--color", "never"}), with_bars);
    EXPECT_EQ(on_screen(51, {"categories", "--color=never"}), with_bars);
    EXPECT_THAT(on_screen(51, {"categories", "--color", "never"}, {{"LC_ALL", "C"}}),
                AllOf(HasSubstr("40.00  ####################\n"), HasSubstr("25.00  ############\n")));
    EXPECT_EQ(on_screen(36, {"categories", "--color", "never"}), in_a_file) << "no room for a bar";
}

TEST_P(BudgetOutput, ColorsAreForTerminalsUnlessToldOtherwise) {
    EXPECT_THAT(on_screen(51, {"categories"}),
                AllOf(HasSubstr("\x1b[38;2;255;128;0m████████████████████\x1b[0m\n"), HasSubstr("\x1b[1mCategory")));
    for (const auto& plain :
         {on_screen(51, {"categories"}, {{"NO_COLOR", "1"}}), on_screen(51, {"categories"}, {{"TERM", "dumb"}}),
          on_screen(51, {"categories", "--color", "never"})}) {
        EXPECT_EQ(plain, with_bars);
    }
    EXPECT_THAT(on_screen(51, {"--color", "always", "categories"}, {{"NO_COLOR", "1"}}), HasSubstr("\x1b["));
    EXPECT_THAT(on_screen(51, {"categories"}, {{"NO_COLOR", ""}}), HasSubstr("\x1b["));
    EXPECT_THAT(ok({"categories", "--color", "always"}), AllOf(HasSubstr("\x1b[1mCategory"), Not(HasSubstr("█"))));
    EXPECT_EQ(ok({"categories", "--color", "auto"}), in_a_file);
    EXPECT_THAT(on_screen(51, {"categories", "--json", "--color", "always"}), Not(HasSubstr("\x1b[")));
    EXPECT_THAT(refused(2, {"categories", "--color", "sometimes"}), HasSubstr("auto, always or never"));
    EXPECT_THAT(refused(2, {"categories", "--color", "alwyas"}), HasSubstr("did you mean 'always'?"));
}

TEST_P(BudgetOutput, LinesFitTheTerminal) {
    const auto line = [](const std::string& text, std::size_t number) {
        std::size_t begin = 0;
        for (; number > 0; --number) {
            begin = text.find('\n', begin) + 1;
        }
        return text.substr(begin, text.find('\n', begin) - begin);
    };
    const auto wide = on_screen(200, {"list", "--color", "never"});
    EXPECT_EQ(line(wide, 4),
              " 2  2026-01-03   20.00  Rent             A long description that says a lot about very little");
    const auto narrow = on_screen(60, {"list", "--color", "never"});
    EXPECT_EQ(line(narrow, 1), std::string(60, '-'));
    EXPECT_EQ(line(narrow, 4), " 2  2026-01-03   20.00  Rent             A long description…");
    EXPECT_EQ(line(narrow, 5), " 1  2026-01-02   40.00  拉麺 & Bäckerei  Nudeln");
    EXPECT_EQ(on_screen(200, {"list", "--color", "never"}, {{"COLUMNS", "60"}}), narrow);
    EXPECT_EQ(on_screen(200, {"list", "--color", "never"}, {{"COLUMNS", "no number"}}), wide);
    const auto tiny = on_screen(10, {"list", "--color", "never"});
    EXPECT_EQ(line(tiny, 5), " 1  2026-01-02   40.00  拉麺 & …  Nudeln") << "numbers are never cut";
}

TEST_P(BudgetOutput, CsvHasNamesAndRowsAndNothingElse) {
    EXPECT_EQ(ok({"summary", "2026-01", "--csv"}), "category,count,total\n拉麺 & Bäckerei,1,40.00\nRent,2,25.00\n"
                                                   "Food,1,-5.00\n");
    EXPECT_EQ(ok({"categories", "--to", "2026-01-02", "--csv"}), "category,count,total\n拉麺 & Bäckerei,1,40.00\n");
    EXPECT_EQ(ok({"categories", "--to", "2025-01-02", "--csv"}), "category,count,total\n");
    EXPECT_THAT(ok({"list", "--limit", "2", "--csv"}),
                MatchesRegex("id,date,amount,category,description,key,transfer_id\n"
                             "4,2026-01-04,5.00,Rent,correction,[0-9a-f-]+,[0-9a-f-]+\n"
                             "3,2026-01-04,-5.00,Food,correction,[0-9a-f-]+,[0-9a-f-]+\n"));
    ok({"add", "0.5", "Food", "Bread, \"dark\"", "--date", "2026-01-05"});
    EXPECT_THAT(ok({"list", "--limit", "1", "--csv"}), HasSubstr("5,2026-01-05,0.50,Food,\"Bread, \"\"dark\"\"\","));
    EXPECT_THAT(ok({"top", "1", "--csv"}), MatchesRegex("id,.*\n1,2026-01-02,40.00,拉麺 & Bäckerei,Nudeln,.*,\n"));
    EXPECT_THAT(on_screen(20, {"list", "--csv"}), HasSubstr("A long description that says a lot about very little"));
    EXPECT_THAT(refused(2, {"list", "--csv", "--json"}), HasSubstr("--csv and --json exclude each other"));
    EXPECT_THAT(refused(2, {"user", "list", "--csv"}), HasSubstr("unknown option '--csv'"));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, BudgetOutput, ::testing::Values(sqlite));

}  // namespace
}  // namespace athanor::testing
