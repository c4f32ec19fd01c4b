#include <csignal>
#include <fstream>
#include <sys/stat.h>

#include "budget_app.hpp"

namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string native_header = "date,amount,category,description\n";
const std::string mint_header = "Date,Description,Amount,Transaction Type,Category,Account Name\n";

TEST_P(BudgetApp, ImportCreatesTheCategoriesItNeedsAndReportsThem) {
    prepare();
    const auto file = write("a.csv", mint_header + "01/02/2018,Market,5.00,debit,Food,Card\n"
                                                   "1/3/2018,Pay,100.00,credit,Income,Card\n"
                                                   "01/04/2018,Bus,2.50,debit,Transport,Card\n"
                                                   "01/05/2018,Tram,2.5,debit,Transport,Card\n");
    EXPECT_EQ(ok({"import", file, "--profile", "mint"}),
              "Imported 3 expenses from 4 rows: 0 there already, 1 credit left out.\nNew category: Transport.\n");
    EXPECT_EQ(ok({"summary", "2018-01", "--json"}),
              "{\"month\":\"2018-01\",\"rows\":[{\"category\":\"Food\",\"count\":1,\"total\":\"5.00\"},"
              "{\"category\":\"Transport\",\"count\":2,\"total\":\"5.00\"}],\"count\":3,\"total\":\"10.00\"}\n");
    const auto before = content();
    EXPECT_EQ(ok({"import", file, "--profile", "mint", "--json"}),
              "{\"rows\":4,\"added\":0,\"existing\":3,\"credits\":1,\"categories\":[],\"dry_run\":false}\n");
    EXPECT_EQ(content(), before);
}

TEST_P(BudgetApp, ADryRunSaysWhatWouldHappenAndChangesNothing) {
    prepare();
    const auto before = content();
    EXPECT_EQ(ok({"import", write("a.csv", native_header + "2018-01-02,5,Travel,x\n"), "--dry-run"}),
              "Would import 1 expense from 1 row: 0 there already, 0 credits left out.\nNew category: Travel.\n"
              "Dry run: nothing was written.\n");
    EXPECT_EQ(content(), before);
}

TEST_P(BudgetApp, EqualRowsOfAFileStayAndALongerFileAddsOnlyWhatIsNew) {
    prepare();
    const std::string row = "2026-01-01,2.80,Food,Bus ticket\n";
    ok({"import", write("two.csv", native_header + row + row)});
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "2");
    EXPECT_THAT(ok({"import", write("three.csv", native_header + row + row + row)}),
                HasSubstr("Imported 1 expense from 3"));
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "3");
}

TEST_P(BudgetApp, AnExpenseEditedAfterItsImportDoesNotComeBack) {
    prepare();
    const auto file = write("a.csv", mint_header + "01/02/2018,Market,5.00,debit,Food,Card\n");
    ok({"import", file, "--profile", "mint"});
    const auto engine = create_engine(url());
    auto connection = engine.connect();
    static_cast<void>(connection.exec_driver_sql("UPDATE expenses SET description = 'edited'"));
    connection.commit();
    connection.close();
    EXPECT_THAT(ok({"import", file, "--profile", "mint"}), HasSubstr("1 there already"));
    EXPECT_EQ(value("SELECT description FROM expenses"), "'edited'");
}

TEST_P(BudgetApp, TwoUsersMayImportTheSameFile) {
    prepare();
    ok({"user", "add", "bob@example.com", "Bob"});
    const auto file = write("a.csv", native_header + "2018-01-02,5,Food,x\n");
    ok({"import", file, "--user", "ann@example.com"});
    EXPECT_THAT(ok({"import", file, "--user", "bob@example.com"}), HasSubstr("Imported 1 expense"));
}

TEST_P(BudgetApp, ExportAndImportIntoAnEmptyDatabaseGiveTheSameRows) {
    prepare();
    ok({"category", "add", "Fun, \"games\"", "--color", "#123456"});
    ok({"add", "7.77", "Fun, \"games\"", "two\nlines, \"quoted\"; =1+1", "--date", "2026-01-02"});
    ok({"add", "9999999999.99", "Food", " blanks ", "--date", "1999-12-31"});
    ok({"import", write("mint.csv", mint_header + "01/02/2018,Market,5.00,debit,Rent,Card\n"), "--profile", "mint"});
    const auto before = content();
    const auto csv = ok({"export"});
    EXPECT_EQ(ok({"export", "out.csv"}), "Exported 3 expenses to out.csv.\n");
    EXPECT_EQ(folder.read("out.csv"), csv);

    EXPECT_THAT(ok({"import", "out.csv"}), HasSubstr("Imported 0 expenses from 3 rows: 3 there already"));
    EXPECT_EQ(content(), before);

    const auto empty = GetParam().make();
    ok({"--db", empty->url(), "init"});
    ok({"--db", empty->url(), "user", "add", "ann@example.com", "Ann"});
    EXPECT_THAT(ok({"--db", empty->url(), "import", "out.csv"}), HasSubstr("Imported 3 expenses"));
    EXPECT_EQ(ok({"--db", empty->url(), "export"}), csv);
    EXPECT_THAT(ok({"--db", empty->url(), "import", "mint.csv", "--profile", "mint"}), HasSubstr("1 there already"));
    EXPECT_EQ(ok({"--db", empty->url(), "categories", "--json"}), ok({"categories", "--json"}));
    EXPECT_THAT(ok({"--db", empty->url(), "category", "list"}), HasSubstr("#123456"));
}

TEST_P(BudgetApp, TakesByteOrderMarkCrLfAndQuotedCommas) {
    prepare();
    ok({"import", write("a.csv", "\xef\xbb\xbf"
                                 "date,amount,category,description\r\n"
                                 "2026-01-02,5.00,Food,\"Bread, butter and \"\"jam\"\"\"\r\n"
                                 "2026-01-03,1.00,\"Fun, games\",\"two\nlines\"")});
    EXPECT_EQ(value("SELECT description FROM expenses WHERE id = 1"), "'Bread, butter and \"jam\"'");
    EXPECT_EQ(value("SELECT description FROM expenses WHERE id = 2"), "'two\\nlines'");
    EXPECT_EQ(value("SELECT name FROM categories WHERE id = 3"), "'Fun, games'");
}

TEST_P(BudgetApp, ReportsEveryBadRowAndWritesNothing) {
    prepare();
    const std::string file = write("bad.csv", native_header +
                                                  "2026-01-01,1.00,Food,good\n"
                                                  "2026-02-30,1.00,Food,day\n"
                                                  "2026-01-01,12.345,Food,amount\n"
                                                  "2026-01-01,1e400,New,amount\n"
                                                  "2026-01-01,,Food,amount\n"
                                                  "2026-01-01,-1,Food,amount\n"
                                                  "2026-01-01,1.00,Food," +
                                                  std::string(201, 'x') +
                                                  "\n"
                                                  "2026-01-01,1.00,Food,caf\xe9\n"
                                                  "2026-01-01,1.00,Food,a" +
                                                  std::string(1, '\0') +
                                                  "b\n"
                                                  "2026-01-01,1.00,Food\n"
                                                  "2026-01-01,abc,,\n"
                                                  "2026-01-01,1.00,Another,good\n");
    const auto text = refused(3, {"import", file});
    EXPECT_THAT(text, HasSubstr("row 3: '2026-02-30' is not a date\n"));
    EXPECT_THAT(text, HasSubstr("row 4: the amount 12.345 has more than two decimals\n"));
    EXPECT_THAT(text, HasSubstr("row 5: '1e400' is not an amount\n"));
    EXPECT_THAT(text, HasSubstr("row 6: the amount is empty\n"));
    EXPECT_THAT(text, HasSubstr("row 7: the amount -1 is not above zero\n"));
    EXPECT_THAT(text, HasSubstr("row 8: the description has 201 characters\n"));
    EXPECT_THAT(text, HasSubstr("row 9: the column 'description' is not UTF-8\n"));
    EXPECT_THAT(text, HasSubstr("row 10: the column 'description' contains a NUL character\n"));
    EXPECT_THAT(text, HasSubstr("row 11: 3 fields, but the header has 4\n"));
    EXPECT_THAT(text,
                HasSubstr("row 12: 'abc' is not an amount\nrow 12: the category is empty\nrow 12: the description is"));
    EXPECT_THAT(text, HasSubstr("error: 12 values were refused, nothing was imported\n"));
    EXPECT_THAT(text, Not(HasSubstr("row 2:")));
    EXPECT_THAT(text, Not(HasSubstr("row 13:")));
}

TEST_P(BudgetApp, ABadRowBehindThousandsOfGoodOnesUndoesThemAll) {
    prepare();
    std::string csv = native_header;
    for (int i = 0; i < 2500; ++i) {
        csv += "2026-01-01,1.00,Category " + std::to_string(i % 7) + ",row " + std::to_string(i) + "\n";
    }
    EXPECT_THAT(refused(3, {"import", write("late.csv", csv + "2026-01-01,0,Food,x\n")}),
                HasSubstr("row 2502: the amount 0"));
    EXPECT_THAT(ok({"import", write("good.csv", csv)}), HasSubstr("Imported 2500 expenses"));
}

TEST_P(BudgetApp, ShowsAHundredComplaintsAndTheirTotal) {
    prepare();
    std::string csv = native_header;
    for (int i = 0; i < 150; ++i) {
        csv += "2026-01-01,zero,Food,x\n";
    }
    const auto text = refused(3, {"import", write("bad.csv", csv)});
    EXPECT_THAT(text, AllOf(HasSubstr("row 101: "), Not(HasSubstr("row 102: ")), HasSubstr("... and 50 more\n"),
                            HasSubstr("error: 150 values were refused")));
}

TEST_P(BudgetApp, RefusesAHeaderThatDoesNotFit) {
    prepare();
    EXPECT_THAT(refused(3, {"import", write("a.csv", "date,amount,description\n2026-01-01,1,x\n")}),
                HasSubstr("no column category"));
    EXPECT_THAT(refused(3, {"import", write("b.csv", "date,amount,category,description,kye\n2026-01-01,1,Food,x,\n")}),
                AllOf(HasSubstr("unknown column 'kye'"), HasSubstr("did you mean 'key'?")));
    EXPECT_THAT(refused(3, {"import", write("c.csv", mint_header)}), HasSubstr("--profile mint"));
    EXPECT_THAT(refused(3, {"import", write("d.csv", native_header), "--profile", "mint"}),
                HasSubstr("no column Date"));
    EXPECT_THAT(refused(3, {"import", write("e.csv", "date,date,amount,category,description\n")}), HasSubstr("twice"));
    EXPECT_THAT(refused(3, {"import", write("f.csv", "")}), HasSubstr("empty"));
    EXPECT_THAT(refused(3, {"import", "nowhere.csv"}), HasSubstr("nowhere.csv"));
    EXPECT_THAT(refused(3, {"import", "."}), HasSubstr("folder"));
    EXPECT_THAT(refused(3, {"import", write("g.csv", native_header), "--profile", "mnit"}),
                HasSubstr("did you mean 'mint'?"));
}

TEST_P(BudgetApp, ReportsMalformedRecords) {
    prepare();
    EXPECT_THAT(
        refused(3, {"import", write("a.csv", native_header + "2026-01-01,1,Food,\"open\n2026-01-02,1,Food,x\n")}),
        HasSubstr("row 2: it has a quote that is never closed"));
    EXPECT_THAT(
        refused(3, {"import",
                    write("b.csv", mint_header + "01/02/2018,x,5.00,transfer,Food,Card\n"
                                                 "13/02/2018,x,5.00,debit,Food,Card\n"),
                    "--profile", "mint"}),
        AllOf(HasSubstr("row 2: the transaction type 'transfer'"), HasSubstr("row 3: '13/02/2018' is not a date")));
}

TEST_P(BudgetApp, RefusesKeysThatMeanTwoExpenses) {
    prepare();
    ok({"user", "add", "bob@example.com", "Bob"});
    const std::string header = "date,amount,category,description,key,import_key\n";
    const std::string key = "0a0a0a0a-0000-4000-8000-000000000001";
    const auto file = write("a.csv", header + "2026-01-01,1,Food,x," + key + ",\n");
    ok({"import", file, "--user", "ann@example.com"});
    EXPECT_THAT(ok({"import", file, "--user", "ann@example.com"}), HasSubstr("1 there already"));
    EXPECT_THAT(refused(3, {"import", file, "--user", "bob@example.com"}), HasSubstr("another user"));
    EXPECT_THAT(refused(3, {"--user", "ann@example.com", "import",
                            write("b.csv", header + "2026-01-01,1,Food,x,,k1\n2026-01-01,2,Food,y,,k1\n"
                                                    "2026-01-01,1,Food,x,nonsense,\n")}),
                AllOf(HasSubstr("row 3: it has the import_key of row 2"), HasSubstr("row 4: ")));
}

/// The rows of a large file, given to a program through a pipe, so that a test knows how far it has come.
class Feed {
public:
    Feed(const std::filesystem::path& pipe) : name_(pipe) {
        std::signal(SIGPIPE, SIG_IGN);
        EXPECT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    }
    /// Call it when the program runs: it waits for a reader.
    void begin() {
        rows_.open(name_, std::ios::binary);
        rows_ << native_header;
    }
    /// More than 4000 rows are more than a pipe and the reader's buffer hold: when this returns, chunks of them were
    /// written to the database.
    void rows(int count) {
        for (int i = 0; i < count && rows_; ++i) {
            rows_ << row(next_++);
        }
        rows_.flush();
    }
    void end() { rows_.close(); }

    static std::string row(int number) {
        return "2026-01-01,1.00,Category " + std::to_string(number % 50) + ",row " + std::to_string(number) +
               " with a description that makes it long enough to fill a pipe\n";
    }
    static std::string file(int count) {
        std::string text = native_header;
        for (int i = 0; i < count; ++i) {
            text += row(i);
        }
        return text;
    }

private:
    std::filesystem::path name_;
    std::ofstream rows_;
    int next_ = 0;
};

TEST_P(BudgetApp, CtrlCInTheMiddleOfAnImportRollsBack) {
    prepare();
    const auto before = content();
    Feed feed(folder / "pipe.csv");
    Process import(setup({"import", "pipe.csv"}));
    feed.begin();
    feed.rows(6000);
    import.send(SIGINT);
    feed.rows(6000);
    feed.end();
    const auto done = import.wait();
    EXPECT_EQ(done.code, 130);
    EXPECT_EQ(done.out, "");
    EXPECT_THAT(done.err, HasSubstr("interrupted: nothing was imported"));
    EXPECT_EQ(content(), before);
    EXPECT_THAT(ok({"add", "1", "Food", "still works"}), HasSubstr("Added"));
}

TEST_P(BudgetApp, AKilledImportWritesNothingAndTheDatabaseStaysUsable) {
    prepare();
    const auto before = content();
    Feed feed(folder / "pipe.csv");
    Process import(setup({"import", "pipe.csv"}));
    feed.begin();
    feed.rows(6000);
    ASSERT_TRUE(import.running());
    import.send(SIGKILL);
    EXPECT_EQ(import.wait().code, 128 + SIGKILL);
    feed.end();
    EXPECT_EQ(content(), before);
    EXPECT_THAT(ok({"import", write("all.csv", Feed::file(6000))}), HasSubstr("Imported 6000 expenses"));
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "6000");
}

TEST_P(BudgetApp, TwoImportsOfOneFileAtOnceAddItOnce) {
    prepare();
    Feed feed(folder / "pipe.csv");
    Process first(setup({"import", "pipe.csv"}));
    feed.begin();
    feed.rows(5000);
    // The first one is in the middle of its transaction, the others find it there.
    const auto file = write("all.csv", Feed::file(6000));
    Process second(setup({"import", file}));
    Process third(setup({"import", file}));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_TRUE(second.running());
    EXPECT_TRUE(third.running());
    feed.rows(1000);
    feed.end();
    const auto one = first.wait();
    EXPECT_EQ(one.code, 0) << one.err;
    EXPECT_THAT(one.out, HasSubstr("Imported 6000 expenses"));
    for (auto* other : {&second, &third}) {
        const auto done = other->wait();
        EXPECT_EQ(done.code, 0) << done.err;
        EXPECT_THAT(done.out, HasSubstr("Imported 0 expenses from 6000 rows: 6000 there already"));
    }
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "6000");
    EXPECT_EQ(value("SELECT count(DISTINCT description) FROM expenses"), "6000");
    EXPECT_EQ(value("SELECT count(*) FROM categories"), "52");
}

TEST_P(BudgetApp, TwoUsersMayImportAtOnceAlsoWithTheSameNewCategories) {
    prepare();
    ok({"user", "add", "bob@example.com", "Bob"});
    Feed feed(folder / "pipe.csv");
    Process ann(setup({"import", "pipe.csv", "--user", "ann@example.com"}));
    feed.begin();
    feed.rows(5000);
    Process bob(setup({"import", write("all.csv", Feed::file(6000)), "--user", "bob@example.com"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    feed.rows(1000);
    feed.end();
    for (auto* import : {&ann, &bob}) {
        const auto done = import->wait();
        EXPECT_EQ(done.code, 0) << done.err;
        EXPECT_THAT(done.out, HasSubstr("Imported 6000 expenses"));
    }
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "12000");
    EXPECT_EQ(value("SELECT count(*) FROM categories"), "52");
}

TEST_P(BudgetApp, ALongImportShowsABarOnATerminalOnly) {
    prepare();
    std::string csv = native_header;
    for (int i = 0; i < 3000; ++i) {
        csv += "2026-01-01,1.00,Food,row\n";
    }
    auto shown = setup({"import", write("long.csv", csv)});
    shown.terminal = true;
    const auto done = Process(shown).wait();
    EXPECT_EQ(done.code, 0);
    EXPECT_THAT(done.err, AllOf(HasSubstr("[####################"), HasSubstr("3000 rows")));
    EXPECT_THAT(done.out, HasSubstr("Imported 3000 expenses"));
}

}  // namespace
}  // namespace athanor::testing
