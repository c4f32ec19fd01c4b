#include "budget_app.hpp"

// What bad input gets: the right exit code, a message that says what to do, and an unchanged database.
namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_P(BudgetApp, RefusesBadAmounts) {
    prepare();
    for (const char* amount : {"12.345", "abc", "1e400", "", "-5", "0", "10000000000"}) {
        EXPECT_THAT(refused(3, {"add", amount, "Food", "x"}), HasSubstr("amount")) << amount;
    }
}

TEST_P(BudgetApp, RefusesDaysAndMonthsThatAreNotInTheCalendar) {
    prepare();
    EXPECT_THAT(refused(3, {"add", "1", "Food", "x", "--date", "2026-02-30"}), HasSubstr("'2026-02-30' is not a date"));
    EXPECT_THAT(refused(3, {"list", "--month", "2026-13"}), HasSubstr("YYYY-MM"));
    EXPECT_THAT(refused(3, {"summary", "January"}), HasSubstr("YYYY-MM"));
    EXPECT_THAT(refused(3, {"categories", "--from", "2026-02-30"}), HasSubstr("not a date"));
    EXPECT_THAT(refused(3, {"categories", "--from", "2026-02-02", "--to", "2026-02-01"}), HasSubstr("earlier"));
}

TEST_P(BudgetApp, RefusesTextsThatAreTooLong) {
    prepare();
    EXPECT_THAT(refused(3, {"add", "1", "Food", std::string(201, 'x')}), HasSubstr("201 characters"));
    EXPECT_THAT(refused(3, {"category", "add", std::string(51, 'x')}), HasSubstr("51 characters"));
    EXPECT_THAT(refused(3, {"user", "add", "x@example.com", std::string(101, 'x')}), HasSubstr("101 characters"));
    std::string umlauts;
    for (int i = 0; i < 200; ++i) {
        umlauts += "ü";
    }
    EXPECT_THAT(ok({"add", "1", "Food", umlauts}), HasSubstr("Added"));
}

TEST_P(BudgetApp, RefusesBrokenUtf8AndBlankTexts) {
    prepare();
    EXPECT_THAT(refused(3, {"add", "1", "Food", "caf\xe9"}), HasSubstr("not UTF-8"));
    EXPECT_THAT(refused(3, {"add", "1", "F\xe9", "x"}), HasSubstr("not UTF-8"));
    EXPECT_THAT(refused(3, {"add", "1", "Food", " "}), HasSubstr("empty"));
    EXPECT_THAT(refused(3, {"list", "--user", "\xe9@x"}), HasSubstr("not UTF-8"));
    EXPECT_THAT(refused(3, {"user", "add", "nobody", "x"}), HasSubstr("e-mail"));
    EXPECT_THAT(refused(3, {"category", "add", "x", "--color", "red"}), HasSubstr("#3366cc"));
}

TEST_P(BudgetApp, AnUnknownCategoryGetsASuggestion) {
    prepare();
    EXPECT_THAT(refused(3, {"add", "1", "Fod", "x"}),
                AllOf(HasSubstr("there is no category 'Fod'"), HasSubstr("did you mean 'Food'?")));
    EXPECT_THAT(refused(3, {"list", "--category", "food"}), HasSubstr("did you mean 'Food'?"));
    EXPECT_THAT(refused(3, {"add", "1", "Astronomy", "x"}), HasSubstr("budget category add"));
}

TEST_P(BudgetApp, RefusesDuplicateNames) {
    prepare();
    EXPECT_THAT(refused(3, {"category", "add", "Food"}), HasSubstr("there is a category 'Food' already"));
    EXPECT_THAT(refused(3, {"user", "add", "ann@example.com", "Other"}), HasSubstr("there is a user"));
}

TEST_P(BudgetApp, RefusesUnknownNumbers) {
    prepare();
    EXPECT_THAT(refused(3, {"rm", "99", "--yes"}), HasSubstr("no expense 99"));
    EXPECT_THAT(refused(3, {"rm", "99"}), HasSubstr("no expense 99"));
    EXPECT_THAT(refused(3, {"rm", "-1", "--yes"}), HasSubstr("no expense -1"));
    EXPECT_THAT(refused(3, {"rm", "99999999999", "--yes"}), HasSubstr("budget list"));
    EXPECT_THAT(refused(3, {"rm", "one", "--yes"}), HasSubstr("'one' is not the number"));
}

TEST_P(BudgetApp, SqlInATextStaysText) {
    prepare();
    const std::string evil = "'; DROP TABLE expenses; --";
    ok({"category", "add", evil});
    ok({"add", "1", evil, evil, "--date", "2026-01-01"});
    EXPECT_THAT(ok({"list", "--category", evil}), HasSubstr(evil));
    EXPECT_THAT(ok({"summary", "2026-01"}), HasSubstr(evil));
    ok({"import", write("evil.csv", "date,amount,category,description\n2026-01-01,1," + evil + "," + evil + "\n")});
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "2");
}

TEST_P(BudgetApp, RefusesWrongUsage) {
    prepare();
    EXPECT_THAT(refused(2, {"sumary", "2026-01"}), HasSubstr("did you mean summary?"));
    EXPECT_THAT(refused(2, {"list", "--nonsense"}), HasSubstr("--nonsense"));
    EXPECT_THAT(refused(2, {}), HasSubstr("Examples"));
    EXPECT_THAT(refused(2, {"list", "--limit", "-1"}), HasSubstr("--limit"));
    EXPECT_THAT(refused(2, {"list", "--limit", "many"}), HasSubstr("--limit"));
    EXPECT_THAT(refused(2, {"top", "x"}), HasSubstr("number"));
    EXPECT_THAT(refused(2, {"export", "--json"}), HasSubstr("CSV"));
}

TEST_P(BudgetApp, WithoutTablesEveryCommandSaysInit) {
    const std::string file = write("one.csv", "date,amount,category,description\n2026-01-01,1,Food,x\n");
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"sample"},
                                                                       {"user", "add", "a@b.c", "A"},
                                                                       {"user", "list"},
                                                                       {"category", "add", "Food"},
                                                                       {"category", "list"},
                                                                       {"add", "1", "Food", "x"},
                                                                       {"rm", "1", "--yes"},
                                                                       {"list"},
                                                                       {"summary", "2026-01"},
                                                                       {"top"},
                                                                       {"categories"},
                                                                       {"import", file},
                                                                       {"export"}}) {
        EXPECT_THAT(refused(1, arguments), HasSubstr("budget init"));
    }
}

TEST_P(BudgetApp, AnUnknownSchemeOrAMalformedUrlShowsNoPassword) {
    for (const char* url : {"mysql://ann:sesame@localhost/budget", "postgresql://ann:sesame@localhost:notaport/budget",
                            "sesame", "postgresql://ann:sesame@[::1/budget", "sqlite://ann:sesame@host/file.db"}) {
        EXPECT_THAT(refused(2, {"--db", url, "list"}), ::testing::Not(HasSubstr("sesame"))) << url;
    }
}

TEST_P(BudgetApp, TheUrlComesFromTheOptionThenTheEnvironmentThenDotenvThenTheFolder) {
    const auto try_ping = [&](std::optional<std::string> environment, const std::vector<std::string>& arguments) {
        auto what = setup(arguments);
        what.environment["DATABASE_URL"] = std::move(environment);
        return Process(what).wait();
    };
    EXPECT_THAT(try_ping(std::nullopt, {"ping"}).err, HasSubstr("there is no database 'budget.db'"));
    folder.write(".env", "DATABASE_URL=sqlite:///dotenv.db\n");
    EXPECT_THAT(try_ping(std::nullopt, {"ping"}).err, HasSubstr("there is no database 'dotenv.db'"));
    EXPECT_THAT(try_ping("sqlite:///environment.db", {"ping"}).err, HasSubstr("there is no database 'environment.db'"));
    EXPECT_THAT(try_ping("sqlite:///environment.db", {"ping", "--db", "sqlite:///option.db"}).err,
                HasSubstr("there is no database 'option.db'"));
    EXPECT_EQ(try_ping(std::nullopt, {"init", "--db", url()}).code, 0);
    EXPECT_EQ(try_ping(std::nullopt, {"--db", url(), "ping"}).code, 0);
}

}  // namespace
}  // namespace athanor::testing
