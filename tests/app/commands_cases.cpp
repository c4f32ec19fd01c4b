#include <regex>

#include "budget_app.hpp"

// What each command does, on each kind of database.
namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

TEST_P(BudgetApp, InitCreatesTheTablesAndASecondOneChangesNothing) {
    EXPECT_THAT(ok({"init"}), HasSubstr("ready"));
    ok({"user", "add", "ann@example.com", "Ann"});
    const auto before = content();
    ok({"init"});
    EXPECT_EQ(content(), before);
    EXPECT_EQ(before.size(), 1u);
}

TEST_P(BudgetApp, PingNamesTheDatabaseButNotItsPassword) {
    ok({"init"});
    EXPECT_THAT(ok({"ping"}), AllOf(HasSubstr("answers"), Not(HasSubstr("password"))));
    EXPECT_THAT(ok({"ping", "--json"}),
                MatchesRegex("\\{\"database\":\".*\",\"dialect\":\".*\",\"version\":\".*\"\\}\n"));
}

TEST_P(BudgetApp, SampleDataIsAddedOnce) {
    ok({"init"});
    EXPECT_EQ(ok({"sample"}), "Added 1 user, 6 categories and 12 expenses of you@example.com.\n");
    const auto before = content();
    EXPECT_EQ(before.size(), 19u);
    EXPECT_EQ(ok({"sample"}), "The sample data is there already, nothing was added.\n");
    EXPECT_EQ(ok({"sample", "--json"}), "{\"user\":\"you@example.com\",\"users\":0,\"categories\":0,\"expenses\":0}\n");
    EXPECT_EQ(content(), before);
    EXPECT_EQ(
        ok({"summary", "2026-01", "--json"}),
        "{\"month\":\"2026-01\",\"rows\":[{\"category\":\"Rent\",\"count\":1,\"total\":\"850.00\"},"
        "{\"category\":\"Groceries\",\"count\":4,\"total\":\"269.37\"},"
        "{\"category\":\"Utilities\",\"count\":2,\"total\":\"88.19\"},"
        "{\"category\":\"Transport\",\"count\":2,\"total\":\"58.60\"},"
        "{\"category\":\"Restaurants\",\"count\":2,\"total\":\"51.40\"},"
        "{\"category\":\"Entertainment\",\"count\":1,\"total\":\"24.00\"}],\"count\":12,\"total\":\"1341.56\"}\n");
}

TEST_P(BudgetApp, SampleDataFillsInWhatIsMissing) {
    ok({"init"});
    ok({"category", "add", "Rent", "--color", "#000000"});
    EXPECT_EQ(ok({"sample"}), "Added 1 user, 5 categories and 12 expenses of you@example.com.\n");
    EXPECT_THAT(ok({"category", "list"}), HasSubstr("Rent           #000000"));
    ok({"rm", "1", "--yes"});
    EXPECT_EQ(ok({"sample"}), "Added 0 users, 0 categories and 1 expense of you@example.com.\n");
}

TEST_P(BudgetApp, UsersAreListedByAddress) {
    ok({"init"});
    EXPECT_THAT(ok({"user", "list"}), HasSubstr("No users"));
    ok({"user", "add", "zoe@example.com", "Zoë"});
    EXPECT_EQ(ok({"user", "add", "ann@example.com", "Ann"}), "Added the user ann@example.com.\n");
    const auto list = ok({"user", "list"});
    EXPECT_LT(list.find("ann@example.com"), list.find("zoe@example.com"));
    EXPECT_THAT(ok({"user", "list", "--json"}),
                StartsWith("{\"rows\":[{\"id\":2,\"email\":\"ann@example.com\",\"name\":\"Ann\",\"created_at\":\"20"));
}

TEST_P(BudgetApp, CategoriesHaveAColorAlsoWhenNoneIsGiven) {
    prepare();
    EXPECT_EQ(ok({"category", "add", "Travel", "--color", "#3366CC", "--json"}),
              "{\"id\":3,\"name\":\"Travel\",\"color\":\"#3366CC\"}\n");
    EXPECT_EQ(ok({"category", "list", "--json"}),
              "{\"rows\":[{\"id\":1,\"name\":\"Food\",\"color\":\"#888888\"},{\"id\":2,\"name\":\"Rent\",\"color\":"
              "\"#888888\"},{\"id\":3,\"name\":\"Travel\",\"color\":\"#3366CC\"}]}\n");
    EXPECT_EQ(ok({"category", "list"}), "ID  Name    Color\n-------------------\n 1  Food    #888888\n"
                                        " 2  Rent    #888888\n 3  Travel  #3366CC\n");
}

TEST_P(BudgetApp, AnExpenseIsAddedListedAndRemoved) {
    prepare();
    EXPECT_EQ(ok({"add", "12.5", "Food", "Märkte, \"organic\"", "--date", "2026-01-31"}),
              "Added expense 1: 2026-01-31, 12.50, Food, Märkte, \"organic\"\n");
    EXPECT_EQ(ok({"list"}), "ID  Date        Amount  Category   Description\n"
                            "----------------------------------------------------\n"
                            " 1  2026-01-31   12.50  Food       Märkte, \"organic\"\n"
                            "----------------------------------------------------\n"
                            "    Total        12.50  1 expense\n");
    EXPECT_EQ(ok({"rm", "1", "--yes"}), "Removed expense 1: 2026-01-31, 12.50, Food, Märkte, \"organic\"\n");
    EXPECT_EQ(ok({"list"}), "No expenses.\n");
}

TEST_P(BudgetApp, WithoutADateAnExpenseIsOfToday) {
    prepare();
    EXPECT_THAT(
        ok({"add", "1", "Food", "x", "--json"}),
        MatchesRegex("\\{\"id\":1,\"date\":\"20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]\",\"amount\":\"1.00\",\"category\":"
                     "\"Food\",\"description\":\"x\",\"key\":\"[0-9a-f-]*\",\"transfer_id\":null\\}\n"));
}

TEST_P(BudgetApp, ListTakesCategoryMonthAndLimitTogether) {
    prepare();
    ok({"add", "1", "Food", "a", "--date", "2026-01-31"});
    ok({"add", "2", "Food", "b", "--date", "2026-02-01"});
    ok({"add", "3", "Rent", "c", "--date", "2026-02-01"});
    ok({"add", "4", "Food", "d", "--date", "2026-02-28"});
    ok({"add", "5", "Food", "e", "--date", "2026-03-01"});
    const auto ids = [&](const std::vector<std::string>& arguments) {
        std::vector<std::string> all{"list", "--json"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const std::string text = ok(all);
        std::string found;
        const std::regex id("\"id\":([0-9]+)");
        for (std::sregex_iterator it(text.begin(), text.end(), id), end; it != end; ++it) {
            found += (*it)[1].str() + " ";
        }
        return found;
    };
    EXPECT_EQ(ids({}), "5 4 3 2 1 ");
    EXPECT_EQ(ids({"--month", "2026-02"}), "4 3 2 ");
    EXPECT_EQ(ids({"--category", "Food"}), "5 4 2 1 ");
    EXPECT_EQ(ids({"--category", "Food", "--month", "2026-02", "--limit", "1"}), "4 ");
    EXPECT_EQ(ids({"--limit", "0"}), "");
    EXPECT_EQ(ok({"list", "--limit", "0", "--json"}), "{\"rows\":[],\"count\":0,\"total\":\"0.00\"}\n");
}

TEST_P(BudgetApp, TopShowsTheLargestFirst) {
    prepare();
    for (const char* amount : {"5", "100", "9.99", "20"}) {
        ok({"add", amount, "Food", amount, "--date", "2026-01-01"});
    }
    const auto top = ok({"top", "2"});
    EXPECT_LT(top.find("100.00"), top.find("20.00"));
    EXPECT_THAT(top, Not(HasSubstr("9.99")));
    EXPECT_THAT(ok({"top"}), HasSubstr("134.99  4 expenses"));
}

TEST_P(BudgetApp, CategoriesTakesAnOpenOrClosedRange) {
    prepare();
    ok({"category", "add", "Alpha"});
    ok({"category", "add", "Unused"});
    ok({"add", "10", "Food", "a", "--date", "2026-01-31"});
    ok({"add", "10", "Alpha", "b", "--date", "2026-02-01"});
    ok({"add", "0.01", "Rent", "c", "--date", "2026-02-02"});
    EXPECT_EQ(ok({"categories", "--json"}),
              "{\"from\":null,\"to\":null,\"rows\":[{\"category\":\"Alpha\",\"count\":1,\"total\":\"10.00\"},"
              "{\"category\":\"Food\",\"count\":1,\"total\":\"10.00\"},{\"category\":\"Rent\",\"count\":1,\"total\":"
              "\"0.01\"}],\"count\":3,\"total\":\"20.01\"}\n");
    EXPECT_EQ(ok({"categories", "--from", "2026-02-01", "--to", "2026-02-01", "--json"}),
              "{\"from\":\"2026-02-01\",\"to\":\"2026-02-01\",\"rows\":[{\"category\":\"Alpha\",\"count\":1,\"total\":"
              "\"10.00\"}],\"count\":1,\"total\":\"10.00\"}\n");
    EXPECT_EQ(ok({"categories", "--to", "2026-02-01"}), "Category  Count  Total\n----------------------\n"
                                                        "Alpha         1  10.00\nFood          1  10.00\n"
                                                        "----------------------\nTotal         2  20.00\n");
    EXPECT_EQ(ok({"summary", "2025-12", "--json"}),
              "{\"month\":\"2025-12\",\"rows\":[],\"count\":0,\"total\":\"0.00\"}\n");
}

TEST_P(BudgetApp, ManySmallAmountsAddUpToTheCent) {
    prepare();
    std::string csv = "date,amount,category,description\n";
    for (int i = 0; i < 10'000; ++i) {
        csv += "2026-01-01,0.10,Food,dime\n";
    }
    ok({"import", write("dimes.csv", csv)});
    EXPECT_EQ(ok({"summary", "2026-01", "--json"}),
              "{\"month\":\"2026-01\",\"rows\":[{\"category\":\"Food\",\"count\":10000,\"total\":\"1000.00\"}],"
              "\"count\":10000,\"total\":\"1000.00\"}\n");
}

TEST_P(BudgetApp, EachUserSeesTheirOwnExpenses) {
    prepare();
    ok({"add", "1", "Food", "of Ann"});
    ok({"user", "add", "bob@example.com", "Bob"});
    EXPECT_THAT(refused(2, {"list"}), AllOf(HasSubstr("ann@example.com, bob@example.com"), HasSubstr("--user")));
    ok({"add", "2", "Food", "of Bob", "--user", "bob@example.com"});
    EXPECT_THAT(ok({"--user", "bob@example.com", "list"}), AllOf(HasSubstr("of Bob"), Not(HasSubstr("of Ann"))));
    EXPECT_THAT(ok({"list", "--user", "ann@example.com"}), AllOf(HasSubstr("of Ann"), Not(HasSubstr("of Bob"))));
    EXPECT_THAT(refused(3, {"rm", "2", "--yes", "--user", "ann@example.com"}),
                HasSubstr("ann@example.com has no expense 2"));
    EXPECT_THAT(refused(3, {"list", "--user", "bop@example.com"}), HasSubstr("did you mean 'bob@example.com'?"));
}

TEST_P(BudgetApp, WithoutAnyUserItSaysHowToAddOne) {
    ok({"init"});
    ok({"category", "add", "Food"});
    EXPECT_THAT(refused(2, {"add", "1", "Food", "x"}), HasSubstr("budget user add"));
    EXPECT_THAT(refused(2, {"summary", "2026-01"}), HasSubstr("there is no user yet"));
}

TEST_P(BudgetApp, EchoShowsStatementsOnStderrOnly) {
    prepare();
    const auto done = run({"category", "list", "--echo"});
    EXPECT_EQ(done.code, 0);
    EXPECT_THAT(done.err, HasSubstr("SELECT"));
    EXPECT_THAT(done.out, Not(HasSubstr("SELECT")));
}

TEST_P(BudgetApp, RemovingAsksOnATerminal) {
    prepare();
    ok({"add", "1", "Food", "x", "--date", "2026-01-01"});
    auto asked = setup({"rm", "1"});
    asked.terminal = true;
    asked.input = "n\n";
    const auto before = content();
    const auto kept = Process(asked).wait();
    EXPECT_EQ(kept.code, 1);
    EXPECT_THAT(kept.err, AllOf(HasSubstr("Remove expense 1: 2026-01-01, 1.00, Food, x? [y/N]"),
                                HasSubstr("nothing was removed")));
    EXPECT_EQ(content(), before);
    asked.input = "y\n";
    const auto removed = Process(asked).wait();
    EXPECT_EQ(removed.code, 0) << removed.err;
    EXPECT_EQ(removed.out, "Removed expense 1: 2026-01-01, 1.00, Food, x\n");
    EXPECT_EQ(ok({"list"}), "No expenses.\n");
}

TEST_P(BudgetApp, RemovingNeedsYesWhereNobodyCanBeAsked) {
    prepare();
    ok({"add", "1", "Food", "x"});
    EXPECT_THAT(refused(2, {"rm", "1"}), HasSubstr("--yes"));
}

TEST_P(BudgetApp, AnUnknownNumberIsRefusedBeforeAnyQuestion) {
    prepare();
    auto asked = setup({"rm", "7"});
    asked.terminal = true;
    const auto done = Process(asked).wait();
    EXPECT_EQ(done.code, 3);
    EXPECT_THAT(done.err, AllOf(HasSubstr("no expense 7"), Not(HasSubstr("[y/N]"))));
}

}  // namespace
}  // namespace athanor::testing
