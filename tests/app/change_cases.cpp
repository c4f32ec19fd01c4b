#include "budget_app.hpp"

// What is changed after it was added: expenses and categories.
namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_P(BudgetApp, EditChangesWhatIsGivenAndNothingElse) {
    prepare();
    ok({"add", "12.50", "Food", "Lunch", "--date", "2026-01-31"});
    const auto key = value("SELECT key FROM expenses");
    EXPECT_EQ(ok({"edit", "1", "--amount", "13"}), "Changed expense 1: 2026-01-31, 13.00, Food, Lunch\n");
    EXPECT_EQ(ok({"edit", "1", "--category", "Rent"}), "Changed expense 1: 2026-01-31, 13.00, Rent, Lunch\n");
    EXPECT_EQ(ok({"edit", "1", "--description", "January", "--date", "2026-01-01"}),
              "Changed expense 1: 2026-01-01, 13.00, Rent, January\n");
    EXPECT_THAT(ok({"edit", "1", "--amount", "14", "--json"}),
                HasSubstr("\"amount\":\"14.00\",\"category\":\"Rent\",\"description\":\"January\""));
    EXPECT_EQ(value("SELECT key FROM expenses"), key);
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "1");
}

TEST_P(BudgetApp, EditRefusesWhatAddWouldRefuse) {
    prepare();
    ok({"add", "12.50", "Food", "Lunch", "--date", "2026-01-31"});
    EXPECT_THAT(refused(3, {"edit", "1", "--amount", "12.345"}), HasSubstr("two decimals"));
    EXPECT_THAT(refused(3, {"edit", "1", "--amount", "-1"}), HasSubstr("not above zero"));
    EXPECT_THAT(refused(3, {"edit", "1", "--amount", "1", "--date", "2026-02-30"}), HasSubstr("is not a date"));
    EXPECT_THAT(refused(3, {"edit", "1", "--amount", "1", "--category", "Fodo"}), HasSubstr("did you mean 'Food'?"));
    EXPECT_THAT(refused(3, {"edit", "1", "--description", std::string(201, 'x')}), HasSubstr("201 characters"));
    EXPECT_THAT(refused(3, {"edit", "1", "--description", "caf\xe9"}), HasSubstr("not UTF-8"));
    EXPECT_THAT(refused(3, {"edit", "7", "--amount", "1"}), HasSubstr("no expense 7"));
    EXPECT_THAT(refused(3, {"edit", "one", "--amount", "1"}), HasSubstr("'one' is not the number"));
    EXPECT_THAT(refused(2, {"edit", "1"}), HasSubstr("--amount, --category, --description and --date"));
    EXPECT_THAT(refused(2, {"edit"}), HasSubstr("ID is required"));
}

TEST_P(BudgetApp, NobodyEditsOrMovesWhatBelongsToSomebodyElse) {
    prepare();
    ok({"add", "1", "Food", "of Ann"});
    ok({"user", "add", "bob@example.com", "Bob"});
    EXPECT_THAT(refused(3, {"edit", "1", "--amount", "2", "--user", "bob@example.com"}), HasSubstr("has no expense 1"));
    EXPECT_THAT(refused(3, {"move", "1", "Rent", "--user", "bob@example.com"}), HasSubstr("has no expense 1"));
}

TEST_P(BudgetApp, AnExpenseEditedByEditDoesNotComeBackWithItsFile) {
    prepare();
    const auto file = write("a.csv", "date,amount,category,description\n2026-01-01,5,Food,Market\n");
    ok({"import", file});
    ok({"edit", "1", "--amount", "6", "--description", "Market and bakery"});
    EXPECT_THAT(ok({"import", file}), HasSubstr("Imported 0 expenses"));
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "1");
}

TEST_P(BudgetApp, MoveChangesTheCategoryAlone) {
    prepare();
    ok({"add", "12.50", "Food", "Lunch", "--date", "2026-01-31"});
    EXPECT_EQ(ok({"move", "1", "Rent"}), "Moved expense 1: 2026-01-31, 12.50, Rent, Lunch\n");
    EXPECT_EQ(ok({"move", "1", "Rent"}), "Moved expense 1: 2026-01-31, 12.50, Rent, Lunch\n");
    EXPECT_THAT(ok({"move", "1", "Food", "--json"}), HasSubstr("\"category\":\"Food\""));
}

TEST_P(BudgetApp, MoveSaysWhichOfTheTwoIsNotThere) {
    prepare();
    ok({"add", "12.50", "Food", "Lunch"});
    EXPECT_THAT(refused(3, {"move", "9", "Rent"}), HasSubstr("no expense 9"));
    EXPECT_THAT(refused(3, {"move", "1", "Rentt"}),
                AllOf(HasSubstr("there is no category 'Rentt'"), HasSubstr("did you mean 'Rent'?")));
    EXPECT_THAT(refused(3, {"move", "1", "Astronomy"}), HasSubstr("budget category add"));
    EXPECT_THAT(refused(3, {"move", "9", "Rentt"}), HasSubstr("no expense 9"));
    EXPECT_THAT(refused(3, {"move", "x", "Rent"}), HasSubstr("'x' is not the number"));
}

TEST_P(BudgetApp, ARenamedCategoryKeepsItsExpenses) {
    prepare();
    ok({"add", "12.50", "Food", "Lunch", "--date", "2026-01-31"});
    EXPECT_EQ(ok({"category", "rename", "Food", "Füd & Drink"}), "Renamed the category Food to Füd & Drink.\n");
    EXPECT_EQ(ok({"category", "rename", "Rent", "rent", "--json"}),
              "{\"id\":2,\"name\":\"rent\",\"color\":\"#888888\"}\n");
    EXPECT_EQ(ok({"summary", "2026-01", "--csv"}), "category,count,total\nFüd & Drink,1,12.50\n");
}

TEST_P(BudgetApp, RenamingRefusesUnknownTakenAndMalformedNames) {
    prepare();
    EXPECT_THAT(refused(3, {"category", "rename", "Fod", "x"}), HasSubstr("did you mean 'Food'?"));
    EXPECT_THAT(refused(3, {"category", "rename", "Food", "Rent"}), HasSubstr("there is a category 'Rent' already"));
    EXPECT_THAT(refused(3, {"category", "rename", "Food", "Food"}), HasSubstr("there is a category 'Food' already"));
    EXPECT_THAT(refused(3, {"category", "rename", "Food", std::string(51, 'x')}), HasSubstr("51 characters"));
    EXPECT_THAT(refused(3, {"category", "rename", "Food", " "}), HasSubstr("empty"));
    EXPECT_THAT(refused(3, {"category", "rename", "Food", "caf\xe9"}), HasSubstr("not UTF-8"));
    EXPECT_THAT(refused(2, {"category", "rename", "Food"}), HasSubstr("NEW is required"));
}

TEST_P(BudgetApp, ACategoryInUseIsNotRemovedAndSaysByHowMany) {
    prepare();
    ok({"add", "1", "Food", "x"});
    EXPECT_THAT(refused(3, {"category", "rm", "Food", "--yes"}),
                AllOf(HasSubstr("1 expense stands in the way"), HasSubstr("budget move")));
    ok({"user", "add", "bob@example.com", "Bob"});
    ok({"add", "2", "Food", "y", "--user", "bob@example.com"});
    EXPECT_THAT(refused(3, {"category", "rm", "Food", "--yes"}), HasSubstr("2 expenses stand in the way"));
    // Before any question.
    EXPECT_THAT(refused(3, {"category", "rm", "Food"}), HasSubstr("2 expenses stand in the way"));
}

TEST_P(BudgetApp, AnUnusedCategoryIsRemoved) {
    prepare();
    ok({"add", "1", "Food", "x"});
    EXPECT_THAT(refused(2, {"category", "rm", "Rent"}), HasSubstr("--yes"));
    EXPECT_THAT(refused(3, {"category", "rm", "Rentt", "--yes"}), HasSubstr("did you mean 'Rent'?"));
    EXPECT_EQ(ok({"category", "rm", "Rent", "--yes"}), "Removed the category Rent.\n");
    ok({"category", "add", "Fun"});
    EXPECT_THAT(ok({"category", "rm", "Fun", "--yes", "--json"}), HasSubstr("\"name\":\"Fun\""));
    EXPECT_EQ(value("SELECT count(*) FROM categories"), "1");
    ok({"rm", "1", "--yes"});
    ok({"category", "rm", "Food", "--yes"});
    EXPECT_EQ(value("SELECT count(*) FROM categories"), "0");
}

TEST_P(BudgetApp, RemovingACategoryAsksOnATerminal) {
    prepare();
    auto asked = setup({"category", "rm", "Rent"});
    asked.terminal = true;
    asked.input = "n\n";
    const auto kept = Process(asked).wait();
    EXPECT_EQ(kept.code, 1);
    EXPECT_THAT(kept.err, AllOf(HasSubstr("Remove the category Rent? [y/N]"), HasSubstr("nothing was removed")));
    EXPECT_EQ(value("SELECT count(*) FROM categories"), "2");
    asked.input = "y\n";
    EXPECT_EQ(Process(asked).wait().code, 0);
    EXPECT_EQ(value("SELECT count(*) FROM categories"), "1");
    asked.arguments = {"category", "rm", "Rent"};
    EXPECT_THAT(Process(asked).wait().err, AllOf(HasSubstr("no category 'Rent'"), Not(HasSubstr("[y/N]"))));
}

TEST_P(BudgetApp, ADatabaseOfAnOlderVersionSaysSoAndWhatToDo) {
    prepare();
    if (on_sqlite()) {
        execute("DROP TABLE expenses");
        execute(
            "CREATE TABLE expenses (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, category_id INTEGER NOT NULL, "
            "description VARCHAR(200) NOT NULL, amount INTEGER NOT NULL, date TEXT NOT NULL, created_at TEXT NOT "
            "NULL, key TEXT NOT NULL, import_key VARCHAR(50))");
    } else {
        execute("ALTER TABLE expenses DROP COLUMN transfer_id CASCADE");
    }
    const auto file = write("one.csv", "date,amount,category,description\n2026-01-01,1,Food,x\n");
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"init"},
                                                                       {"sample"},
                                                                       {"add", "1", "Food", "x"},
                                                                       {"edit", "1", "--amount", "2"},
                                                                       {"move", "1", "Rent"},
                                                                       {"transfer", "1", "Food", "Rent"},
                                                                       {"rm", "1", "--yes"},
                                                                       {"list"},
                                                                       {"top"},
                                                                       {"import", file},
                                                                       {"export"}}) {
        EXPECT_THAT(refused(1, arguments), AllOf(HasSubstr("an older version of budget made this database"),
                                                 HasSubstr("budget export"), Not(HasSubstr("SQL"))))
            << arguments.front();
    }
}

}  // namespace
}  // namespace athanor::testing
