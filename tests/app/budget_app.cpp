#include "budget_app.hpp"

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/engine/connection.hpp>

#include <budget/categories.hpp>
#include <budget/database.hpp>
#include <budget/users.hpp>

#include "support/paths.hpp"

namespace athanor::testing {

void PrintTo(const DatabaseKind& kind, std::ostream* out) { *out << kind.name; }

void BudgetApp::SetUp() {
    database_ = GetParam().make();
    url_ = database_->url();
}

Process::Setup BudgetApp::setup(const std::vector<std::string>& arguments) const {
    Process::Setup result;
    result.program = budget_binary();
    result.arguments = arguments;
    result.folder = folder.path();
    result.environment["DATABASE_URL"] = url_;
    return result;
}

Finished BudgetApp::run(const std::vector<std::string>& arguments, const std::string& input) {
    auto what = setup(arguments);
    what.input = input;
    return Process(what).wait();
}

std::string BudgetApp::ok(const std::vector<std::string>& arguments) {
    const auto done = run(arguments);
    EXPECT_EQ(done.code, 0) << ::testing::PrintToString(arguments) << "\n" << done.err;
    EXPECT_EQ(done.err, "") << ::testing::PrintToString(arguments);
    return done.out;
}

std::string BudgetApp::refused(int code, const std::vector<std::string>& arguments) {
    const auto before = content();
    const auto done = run(arguments);
    EXPECT_EQ(done.code, code) << ::testing::PrintToString(arguments) << "\n" << done.err;
    EXPECT_EQ(done.out, "") << ::testing::PrintToString(arguments);
    EXPECT_NE(done.err, "");
    EXPECT_EQ(content(), before) << ::testing::PrintToString(arguments);
    return done.err;
}

void BudgetApp::prepare() {
    // By the services: four programs more for each case would be minutes.
    const auto engine = budget::open(URL::parse(url_));
    budget::create_tables(engine);
    Session session(engine);
    budget::create_user(session, "ann@example.com", "Ann");
    budget::create_category(session, "Food");
    budget::create_category(session, "Rent");
    session.commit();
}

std::vector<std::string> BudgetApp::content() const {
    std::vector<std::string> lines;
    const auto engine = create_engine(url_);
    for (const char* table : {"users", "categories", "expenses"}) {
        auto connection = engine.connect();
        try {
            for (const auto& row :
                 connection.exec_driver_sql(fmt::format("SELECT * FROM {} ORDER BY id", table)).rows) {
                std::string line = table;
                for (const auto& cell : row) {
                    line += " " + cell.to_string();
                }
                lines.push_back(line);
            }
        } catch (const DBAPIError&) {
            return {};
        }
    }
    return lines;
}

void BudgetApp::execute(const std::string& sql) const {
    const auto engine = create_engine(url_);
    auto connection = engine.connect();
    static_cast<void>(connection.exec_driver_sql(sql));
    connection.commit();
}

std::string BudgetApp::value(const std::string& sql) const {
    const auto engine = create_engine(url_);
    return engine.connect().exec_driver_sql(sql).rows.at(0).at(0).to_string();
}

}  // namespace athanor::testing
