#include <sstream>

#include <budget/categories.hpp>
#include <budget/csv_export.hpp>
#include <budget/csv_import.hpp>
#include <budget/database.hpp>
#include <budget/errors.hpp>
#include <budget/expenses.hpp>
#include <budget/reports.hpp>
#include <budget/users.hpp>

#include "budget_app.hpp"

// The services that the command line does not reach, called as another front end would.
namespace athanor::testing {
namespace {

using namespace athanor::literals;
using ::testing::HasSubstr;

TEST_P(BudgetApp, ServicesLeaveCommitToTheCaller) {
    const auto engine = budget::open(URL::parse(url()));
    budget::create_tables(engine);
    {
        Session session(engine);
        budget::create_user(session, "ann@example.com", "Ann");
        session.rollback();
    }
    EXPECT_TRUE(content().empty());
    budget::transact(engine, [](Session& session) { budget::create_user(session, "ann@example.com", "Ann"); });
    EXPECT_EQ(content().size(), 1u);
}

TEST_P(BudgetApp, AnExpenseIsChangedInPart) {
    prepare();
    budget::transact(budget::open(URL::parse(url())), [](Session& session) {
        const auto user = budget::choose_user(session, std::nullopt);
        const auto lunch = budget::create_expense(session, user, {"12.50"_dec, "Food", "Lunch", Date(2026, 1, 31)});
        const auto changed = budget::update_expense(session, user, lunch->id, {.amount = "13"_dec, .category = "Rent"});
        EXPECT_TRUE(changed == lunch);
        const auto row = budget::describe(*changed);
        EXPECT_EQ(row.amount.to_string(), "13.00");
        EXPECT_EQ(row.category, "Rent");
        EXPECT_EQ(row.description, "Lunch");
        EXPECT_THROW(budget::update_expense(session, user, lunch->id, {.amount = "0.001"_dec}),
                     budget::ValidationError);
        EXPECT_THROW(budget::update_expense(session, user, lunch->id, {.description = ""}), budget::ValidationError);
        EXPECT_THROW(budget::update_expense(session, user, lunch->id, {.category = "Rentt"}), budget::NotFoundError);
        EXPECT_THROW(budget::update_expense(session, user, 99, {}), budget::NotFoundError);
    });
    EXPECT_THAT(ok({"list", "--category", "Rent"}), HasSubstr("13.00"));
}

TEST_P(BudgetApp, TheSameKeyTwiceIsADuplicate) {
    prepare();
    const auto engine = budget::open(URL::parse(url()));
    const budget::NewExpense lunch{"12.50"_dec, "Food", "Lunch", Date(2026, 1, 31)};
    const auto add = [&] {
        budget::transact(engine, [&](Session& session) {
            budget::create_expense(session, budget::choose_user(session, std::nullopt), lunch);
        });
    };
    add();
    EXPECT_THROW(add(), budget::DuplicateError);
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "1");
}

TEST_P(BudgetApp, TheDatabaseItselfRefusesAnAmountThatIsNotAboveZero) {
    prepare();
    const auto engine = budget::open(URL::parse(url()));
    Session session(engine);
    session.add(budget::Expense{.user = budget::choose_user(session, std::nullopt),
                                .category = budget::find_category(session, "Food"),
                                .description = "x",
                                .amount = "-1"_dec,
                                .date = Date(2026, 1, 1),
                                .key = Uuid::random()});
    try {
        session.flush();
        ADD_FAILURE() << "it was accepted";
    } catch (const IntegrityError& error) {
        EXPECT_EQ(error.kind(), IntegrityKind::check);
        EXPECT_EQ(error.details().constraint, "ck_expenses_only_transfers_are_negative");
    }
    session.rollback();
}

TEST_P(BudgetApp, ALongImportDoesNotKeepItsRowsInMemory) {
    prepare();
    const auto engine = budget::open(URL::parse(url()));
    std::string csv = "date,amount,category,description\n";
    for (int i = 0; i < 5000; ++i) {
        csv += "2026-01-01,1.00,Food,row\n";
    }
    std::istringstream in(csv);
    Session session(engine);
    const auto user = budget::choose_user(session, std::nullopt);
    std::size_t most = 0;
    budget::ImportOptions options;
    options.progress = [&](const budget::ImportReport&, std::uint64_t) {
        most = std::max(most, detail::live_objects());
    };
    EXPECT_EQ(budget::import_csv(session, user, in, options).added, 5000u);
    EXPECT_LT(most, 100u);
    session.commit();
}

TEST_P(BudgetApp, ACancelledImportSaysSo) {
    prepare();
    const auto engine = budget::open(URL::parse(url()));
    std::istringstream in("date,amount,category,description\n2026-01-01,1.00,Food,x\n2026-01-01,1.00,Food,y\n");
    Session session(engine);
    budget::ImportOptions options;
    int asked = 0;
    options.cancelled = [&] { return ++asked == 2; };
    const auto user = budget::choose_user(session, std::nullopt);
    EXPECT_THROW(static_cast<void>(budget::import_csv(session, user, in, options)), budget::CancelledError);
    session.rollback();
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "0");
}

}  // namespace
}  // namespace athanor::testing
