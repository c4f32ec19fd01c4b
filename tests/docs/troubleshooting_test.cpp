// docs/troubleshooting.md quotes what the library really says: each quotation is produced here, or, where a server is
// needed, in troubleshooting_pg_test.cpp.

#include <set>

#include <gtest/gtest.h>

#include <athanor/core/scoped_log_capture.hpp>
#include <athanor/engine/connection.hpp>

#include "docs/pages.hpp"
#include "docs/troubleshooting_cases.hpp"
#include "support/temp_dir.hpp"

namespace troubleshooting {
namespace {

using namespace athanor;
using athanor::testing::expect_on_page;

struct Expense;
struct Category : Model<Category> {
    static constexpr auto table_name = "categories";
    Mapped<int, primary_key> id;
    Mapped<std::string, length<50>, unique> name;
    Many<Expense, back_populates<"category">> expenses;
};
struct Expense : Model<Expense> {
    static constexpr auto table_name = "expenses";
    Mapped<int, primary_key> id;
    Mapped<int, foreign_key<&Category::id>> category_id;
    One<Category, back_populates<"expenses">> category;
    Mapped<Decimal, numeric<12, 2>> amount;
};
using Budget = Schema<Category, Expense>;

/// What the call throws, as a program would show it.
template <class Call>
std::string said_by(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing";
}

class Troubleshooting : public ::testing::Test {
protected:
    athanor::testing::TempDir folder;
    Engine engine = create_engine(folder.sqlite_url(), {.pool_size = 1, .max_overflow = 0, .pool_timeout = 0.05});
};

TEST_F(Troubleshooting, ADriverThatIsNotBuiltIn) {
    expect_on_page("driver", said_by([] { (void)create_engine("mysql://ann@localhost/budget"); }));
}

TEST_F(Troubleshooting, AnUrlThatIsNone) {
    expect_on_page("url", said_by([] { (void)create_engine("budget.db"); }));
}

TEST_F(Troubleshooting, AParameterThatTheUrlCannotHave) {
    expect_on_page("parameter",
                   said_by([] { (void)create_engine("postgresql://ann@localhost/budget?sslmod=require").connect(); }));
}

TEST_F(Troubleshooting, APortOnWhichNobodyListens) {
    expect_on_page("refused",
                   said_by([] { (void)create_engine("postgresql://ann:sesame@127.0.0.1:1/budget").connect(); }));
}

TEST_F(Troubleshooting, APoolThatIsExhausted) {
    const auto held = engine.connect();
    expect_on_page("exhausted", said_by([&] { (void)engine.connect(); }));
}

TEST_F(Troubleshooting, ADuplicate) {
    Budget::create_all(engine);
    Session session(engine);
    session.add(Category{.name = "Food"});
    session.commit();
    session.add(Category{.name = "Food"});
    expect_on_page("duplicate", said_by([&] { session.commit(); }));
    session.rollback();
}

TEST_F(Troubleshooting, ACategoryThatIsMissing) {
    Budget::create_all(engine);
    Session session(engine);
    session.add(Expense{.category_id = 99, .amount = "12.50"_dec});
    expect_on_page("missing", said_by([&] { session.commit(); }));
    session.rollback();
}

TEST_F(Troubleshooting, TablesThatAreNotThere) {
    Session session(engine);
    expect_on_page("no-tables", said_by([&] { (void)session.query<Category>().all(); }));
    session.rollback();
}

TEST_F(Troubleshooting, ACommitThatWasForgotten) {
    Budget::create_all(engine);
    const ScopedLogCapture log;
    {
        Session session(engine);
        session.add(Category{.name = "Food"});
    }
    ASSERT_EQ(log.messages("athanor.orm").size(), 1u);
    expect_on_page("forgotten", log.messages("athanor.orm")[0]);
}

/// How SQLite is going to look for the rows.
std::string plan_of(const Engine& engine, const std::string& sql) {
    auto connection = engine.connect();
    const auto rows = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql).rows;
    return rows.at(0).at(3).as_string();
}

TEST_F(Troubleshooting, AQueryWithoutAnIndex) {
    Budget::create_all(engine);
    std::string sql;
    {
        const ScopedLogCapture log;
        set_log_level("athanor.engine", LogLevel::info);
        const Engine shown = create_engine(folder.sqlite_url(), {.echo = true});
        Session session(shown);
        (void)session.query<Expense>().filter(Expense::columns().category_id == 1).all();
        for (const auto& message : log.messages("athanor.engine")) {
            if (message.starts_with("SELECT")) {
                sql = message;
            }
        }
    }
    expect_on_page("slow", sql);
    const std::string query = "SELECT amount FROM expenses WHERE category_id = 1";
    expect_on_page("without-index", plan_of(engine, query));
    {
        auto connection = engine.connect();
        connection.exec_driver_sql("CREATE INDEX ix_expenses_category_id ON expenses (category_id)");
        connection.commit();
    }
    expect_on_page("fast", plan_of(engine, query));
}

TEST_F(Troubleshooting, EachQuotationOfThePageIsProducedByATest) {
    std::set<std::string> on_page;
    for (const auto& [name, text] : athanor::testing::blocks_of_troubleshooting()) {
        on_page.insert(name);
    }
    EXPECT_EQ(on_page,
              std::set<std::string>(std::begin(athanor::testing::troubles), std::end(athanor::testing::troubles)));
    const auto sources = athanor::testing::read_project_file("tests/docs/troubleshooting_test.cpp") +
                         athanor::testing::read_project_file("tests/docs/troubleshooting_pg_test.cpp");
    for (const auto& name : on_page) {
        EXPECT_NE(sources.find("expect_on_page(\"" + name + "\""), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace troubleshooting
