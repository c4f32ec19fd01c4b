#include <athanor/core/error.hpp>

#include "budget_app.hpp"

// Two halves that belong together: both or neither.
namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

TEST_P(BudgetApp, ATransferBooksBothHalvesWithOneId) {
    prepare();
    EXPECT_EQ(ok({"transfer", "20", "Food", "Rent", "--date", "2026-01-31"}),
              "Transferred 20.00 from Food to Rent on 2026-01-31: expenses 1 and 2.\n");
    EXPECT_EQ(ok({"list"}), "ID  Date        Amount  Category    Description\n"
                            "--------------------------------------------------------------\n"
                            " 2  2026-01-31   20.00  Rent        Transfer from Food to Rent\n"
                            " 1  2026-01-31  -20.00  Food        Transfer from Food to Rent\n"
                            "--------------------------------------------------------------\n"
                            "    Total         0.00  2 expenses\n");
    EXPECT_EQ(value("SELECT count(DISTINCT transfer_id) FROM expenses"), "1");
    EXPECT_EQ(value("SELECT count(DISTINCT key) FROM expenses"), "2");
    EXPECT_THAT(
        ok({"transfer", "0.01", "Rent", "Food", "--description", "Märkte", "--json"}),
        MatchesRegex("\\{\"transfer_id\":\"[0-9a-f-]+\",\"from\":\\{\"id\":3,.*\"amount\":\"-0.01\",\"category\":"
                     "\"Rent\",\"description\":\"Märkte\".*\"to\":\\{\"id\":4,.*\"amount\":\"0.01\",\"category\":"
                     "\"Food\".*\n"));
}

TEST_P(BudgetApp, SummariesMoveWithATransferAndTheirTotalStays) {
    prepare();
    ok({"add", "50", "Food", "Market", "--date", "2026-01-10"});
    ok({"transfer", "20", "Food", "Rent", "--date", "2026-01-31"});
    EXPECT_EQ(ok({"summary", "2026-01", "--json"}),
              "{\"month\":\"2026-01\",\"rows\":[{\"category\":\"Food\",\"count\":2,\"total\":\"30.00\"},"
              "{\"category\":\"Rent\",\"count\":1,\"total\":\"20.00\"}],\"count\":3,\"total\":\"50.00\"}\n");
    ok({"transfer", "40", "Food", "Rent", "--date", "2026-01-31"});
    EXPECT_EQ(ok({"categories"}), "Category  Count   Total\n-----------------------\n"
                                  "Rent          2   60.00\nFood          3  -10.00\n"
                                  "-----------------------\nTotal         5   50.00\n");
    EXPECT_THAT(ok({"top"}), AllOf(HasSubstr("Market"), Not(HasSubstr("Transfer")), HasSubstr("1 expense\n")));
}

TEST_P(BudgetApp, ATransferRefusesBadAmountsAndCategories) {
    prepare();
    for (const char* amount : {"0", "-5", "12.345", "abc", "", "10000000000"}) {
        EXPECT_THAT(refused(3, {"transfer", amount, "Food", "Rent"}), HasSubstr("amount")) << amount;
    }
    EXPECT_THAT(refused(3, {"transfer", "1", "Fod", "Rent"}), HasSubstr("did you mean 'Food'?"));
    EXPECT_THAT(refused(3, {"transfer", "1", "Food", "Rentt"}), HasSubstr("did you mean 'Rent'?"));
    EXPECT_THAT(refused(3, {"transfer", "1", "Food", "Food"}), HasSubstr("to itself"));
    EXPECT_THAT(refused(3, {"transfer", "1", "Food", "Rent", "--date", "2026-02-30"}), HasSubstr("is not a date"));
    EXPECT_THAT(refused(3, {"transfer", "1", "Food", "Rent", "--description", ""}), HasSubstr("empty"));
    EXPECT_THAT(refused(2, {"transfer", "1", "Food"}), HasSubstr("TO is required"));
}

TEST_P(BudgetApp, RemovingOneHalfRemovesTheOtherAndSaysSo) {
    prepare();
    ok({"transfer", "20", "Food", "Rent", "--date", "2026-01-31", "--description", "x"});
    ok({"transfer", "30", "Food", "Rent", "--date", "2026-02-28", "--description", "y"});
    EXPECT_EQ(ok({"rm", "1", "--yes"}), "Removed expense 1: 2026-01-31, -20.00, Food, x\n"
                                        "and the other half of the transfer, expense 2: 2026-01-31, 20.00, Rent, x\n");
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "2");
    EXPECT_EQ(ok({"rm", "4", "--yes"}), "Removed expense 4: 2026-02-28, 30.00, Rent, y\n"
                                        "and the other half of the transfer, expense 3: 2026-02-28, -30.00, Food, y\n");
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "0");
}

TEST_P(BudgetApp, RemovingATransferAsksAboutBothHalves) {
    prepare();
    ok({"transfer", "20", "Food", "Rent", "--date", "2026-01-31", "--description", "x"});
    auto asked = setup({"rm", "2"});
    asked.terminal = true;
    asked.input = "n\n";
    EXPECT_THAT(Process(asked).wait().err,
                AllOf(HasSubstr("Remove expense 2: 2026-01-31, 20.00, Rent, x"),
                      HasSubstr("and the other half of the transfer, expense 1: 2026-01-31, -20.00, Food, x? [y/N]")));
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "2");
    EXPECT_THAT(ok({"rm", "2", "--yes", "--json"}), HasSubstr("\"other_half\":{\"id\":1,"));
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "0");
}

TEST_P(BudgetApp, HalfOfATransferIsNeitherEditedNorMoved) {
    prepare();
    ok({"category", "add", "Fun"});
    ok({"transfer", "20", "Food", "Rent"});
    for (const char* half : {"1", "2"}) {
        EXPECT_THAT(refused(3, {"edit", half, "--amount", "5"}), HasSubstr("half of a transfer"));
        EXPECT_THAT(refused(3, {"edit", half, "--description", "x"}), HasSubstr("budget rm"));
        EXPECT_THAT(refused(3, {"move", half, "Fun"}), HasSubstr("half of a transfer"));
    }
    EXPECT_THAT(refused(3, {"category", "rm", "Rent", "--yes"}), HasSubstr("1 expense stands in the way"));
}

TEST_P(BudgetApp, TheDatabaseItselfLetsOnlyTransfersBeNegative) {
    prepare();
    ok({"transfer", "20", "Food", "Rent"});
    for (const char* sql : {"UPDATE expenses SET transfer_id = NULL WHERE amount < 0",
                            "INSERT INTO expenses (user_id, category_id, description, amount, date, created_at, key) "
                            "VALUES (1, 1, 'x', -1, '2026-01-01', '2026-01-01T00:00:00.000000Z', "
                            "'0a0a0a0a-0000-4000-8000-000000000001')"}) {
        try {
            execute(sql);
            ADD_FAILURE() << "accepted: " << sql;
        } catch (const IntegrityError& error) {
            EXPECT_EQ(error.kind(), IntegrityKind::check);
            EXPECT_EQ(error.details().constraint, "ck_expenses_only_transfers_are_negative");
        }
    }
}

// The trigger refuses a half only when the other one is in the table already, so the refusal itself shows that the
// first half had been written. FAIL keeps what the statement did before on SQLite: only a rollback takes it away.
TEST_P(BudgetApp, AFailureBetweenTheHalvesLeavesNothing) {
    prepare();
    ok({"add", "1", "Food", "x"});
    if (on_sqlite()) {
        execute("CREATE TRIGGER refuse BEFORE INSERT ON expenses "
                "WHEN EXISTS (SELECT 1 FROM expenses WHERE transfer_id = NEW.transfer_id) "
                "BEGIN SELECT RAISE(FAIL, 'the second half is refused'); END");
    } else {
        execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "IF EXISTS (SELECT 1 FROM expenses WHERE transfer_id = NEW.transfer_id) THEN "
                "RAISE EXCEPTION 'the second half is refused' USING ERRCODE = 'integrity_constraint_violation'; "
                "END IF; RETURN NEW; END $$");
        execute("CREATE TRIGGER refuse BEFORE INSERT ON expenses FOR EACH ROW EXECUTE FUNCTION refuse()");
    }
    EXPECT_THAT(refused(3, {"transfer", "20", "Food", "Rent"}), HasSubstr("the second half is refused"));
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "1");
    execute(on_sqlite() ? "DROP TRIGGER refuse" : "DROP TRIGGER refuse ON expenses");
    ok({"transfer", "20", "Food", "Rent"});
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "3");
}

TEST_P(BudgetApp, AFailureBetweenTheRemovalsOfTheHalvesLeavesBoth) {
    prepare();
    ok({"transfer", "20", "Food", "Rent"});
    if (on_sqlite()) {
        execute("CREATE TRIGGER refuse BEFORE DELETE ON expenses "
                "WHEN (SELECT count(*) FROM expenses WHERE transfer_id = OLD.transfer_id) = 1 "
                "BEGIN SELECT RAISE(FAIL, 'the second half stays'); END");
    } else {
        execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "IF (SELECT count(*) FROM expenses WHERE transfer_id = OLD.transfer_id) = 1 THEN "
                "RAISE EXCEPTION 'the second half stays' USING ERRCODE = 'integrity_constraint_violation'; "
                "END IF; RETURN OLD; END $$");
        execute("CREATE TRIGGER refuse BEFORE DELETE ON expenses FOR EACH ROW EXECUTE FUNCTION refuse()");
    }
    for (const char* half : {"1", "2"}) {
        EXPECT_THAT(refused(3, {"rm", half, "--yes"}), HasSubstr("the second half stays"));
    }
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "2");
}

TEST_P(BudgetApp, ExportAndImportIntoAnEmptyDatabaseKeepTransfers) {
    prepare();
    ok({"add", "50", "Food", "Market", "--date", "2026-01-10"});
    ok({"transfer", "20", "Food", "Rent", "--date", "2026-01-31"});
    ok({"transfer", "9999999999.99", "Rent", "Food", "--date", "2026-02-01"});
    const auto csv = ok({"export"});
    EXPECT_THAT(csv, HasSubstr("created_at,color,transfer_id\n"));
    const auto file = write("out.csv", csv);
    const auto before = content();
    EXPECT_THAT(ok({"import", file}), HasSubstr("Imported 0 expenses from 5 rows: 5 there already"));
    EXPECT_EQ(content(), before);

    const auto empty = GetParam().make();
    const auto there = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--db", empty->url()});
        return ok(arguments);
    };
    there({"init"});
    there({"user", "add", "ann@example.com", "Ann"});
    EXPECT_THAT(there({"import", file}), HasSubstr("Imported 5 expenses"));
    EXPECT_EQ(there({"export"}), csv);
    EXPECT_EQ(there({"categories", "--json"}), ok({"categories", "--json"}));
    there({"rm", "2", "--yes"});
    EXPECT_THAT(there({"list", "--json"}), HasSubstr("\"count\":3"));
    // What was removed comes back, both halves.
    EXPECT_THAT(there({"import", file}), HasSubstr("Imported 2 expenses"));
}

TEST_P(BudgetApp, ImportRefusesHalvesThatDoNotFit) {
    prepare();
    const std::string header = "date,amount,category,description,transfer_id\n";
    const std::string a = "0a0a0a0a-0000-4000-8000-00000000000a";
    const std::string b = "0a0a0a0a-0000-4000-8000-00000000000b";
    EXPECT_THAT(refused(3, {"import", write("one.csv", header + "2026-01-01,-5,Food,x," + a + "\n")}),
                HasSubstr("row 2: the transfer " + a +
                          " needs two rows whose amounts cancel out, and has 1 that add up "
                          "to -5.00\n"));
    EXPECT_THAT(refused(3, {"import", write("two.csv", header + "2026-01-01,3,Food,good,\n2026-01-01,-5,Food,x," + a +
                                                           "\n2026-01-01,4,Rent,x," + a + "\n2026-01-01,1,Food,x," + b +
                                                           "\n2026-01-01,-1,Food,negative,\n")}),
                AllOf(HasSubstr("row 3: the transfer " + a),
                      HasSubstr("has 2 that add up to -1.00\nrow 5: the transfer "), HasSubstr(b + " needs two rows"),
                      HasSubstr("row 6: the amount -1 is not above zero\nerror: 3 ")));
    EXPECT_THAT(refused(3, {"import", write("three.csv", header + "2026-01-01,-12.345,Food,x,nonsense\n")}),
                AllOf(HasSubstr("row 2: the amount 12.345 has more than two decimals"), HasSubstr("error: 2 values")));

    const std::string pair = "2026-01-01,-5,Food,x," + a + "\n2026-01-01,5,Rent,x," + a + "\n";
    EXPECT_THAT(ok({"import", write("pair.csv", header + pair)}), HasSubstr("Imported 2 expenses"));
    EXPECT_THAT(ok({"import", write("pair.csv", header + pair)}), HasSubstr("Imported 0 expenses"));
    EXPECT_THAT(refused(3, {"import", write("again.csv", header + "2026-01-01,-7,Food,y," + a +
                                                             "\n2026-01-01,7,Rent,y," + a + "\n")}),
                HasSubstr("row 2: the transfer " + a + " is there already, with other keys"));
}

TEST_P(BudgetApp, TheHalvesOfATransferMayStandFarApartInAFile) {
    prepare();
    const std::string id = ",0a0a0a0a-0000-4000-8000-00000000000a\n";
    std::string csv = "date,amount,category,description,transfer_id\n2026-01-01,-5,Food,x" + id;
    for (int i = 0; i < 2500; ++i) {
        csv += "2026-01-01,1,Food,row,\n";
    }
    EXPECT_THAT(ok({"import", write("far.csv", csv + "2026-01-01,5,Rent,x" + id)}), HasSubstr("Imported 2502"));
    EXPECT_EQ(value("SELECT count(*) FROM expenses WHERE transfer_id IS NOT NULL"), "2");
}

}  // namespace
}  // namespace athanor::testing
