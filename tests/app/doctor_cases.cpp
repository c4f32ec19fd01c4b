// budget doctor, on every database.
#include <nlohmann/json.hpp>

#include "budget_app.hpp"

namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_P(BudgetApp, TheDoctorFindsNothingWrongWithAPreparedDatabase) {
    prepare();
    const auto text = ok({"doctor"});
    EXPECT_THAT(text, AllOf(HasSubstr("ok       access          reads and writes\n"),
                            HasSubstr("ok       schema          all 4 tables are there\n"), Not(HasSubstr("failed "))));
    const auto json = nlohmann::json::parse(ok({"doctor", "--json"}));
    EXPECT_TRUE(json.at("healthy").get<bool>());
    const auto findings = json.at("findings");
    ASSERT_GE(findings.size(), 8u);
    EXPECT_EQ(findings.at(0).at("name").get<std::string>(), "url");
    for (const auto& finding : findings) {
        EXPECT_EQ(finding.at("state").get<std::string>(), "ok") << finding.dump();
    }
}

TEST_P(BudgetApp, TheDoctorSaysThatTheTablesAreNotThereAndChangesNothing) {
    if (on_sqlite()) {
        const auto done = run({"doctor", "--db", "sqlite:///none.db"});
        EXPECT_EQ(done.code, 4);
        EXPECT_THAT(done.out, AllOf(HasSubstr("failed   file"), HasSubstr("budget init")));
        EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
        return;
    }
    const auto done = run({"doctor"});
    EXPECT_EQ(done.code, 4);
    EXPECT_THAT(done.out, AllOf(HasSubstr("failed   schema"), HasSubstr("create the tables with: budget init")));
    EXPECT_EQ(done.err, "");
    EXPECT_TRUE(content().empty());
}

TEST_P(BudgetApp, TheDoctorExplainsAUrlWithoutShowingIt) {
    const auto done = run({"doctor", "--db", "postgresql:ann:sesame@host"});
    EXPECT_EQ(done.code, 4);
    EXPECT_THAT(done.out, AllOf(HasSubstr("failed   url"), Not(HasSubstr("sesame"))));
    const auto json = nlohmann::json::parse(run({"doctor", "--json", "--db", "oracle://ann:sesame@host/x"}).out);
    EXPECT_FALSE(json.at("healthy").get<bool>());
    EXPECT_THAT(json.dump(), Not(HasSubstr("sesame")));
}

}  // namespace
}  // namespace athanor::testing
