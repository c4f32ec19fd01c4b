#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "budget_app.hpp"
#include "support/paths.hpp"

// Whole files, the figures to the cent.
namespace athanor::testing {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

TEST_P(BudgetApp, TheShippedYearGivesTheFiguresThatComeWithIt) {
    const std::string data = source_dir() + "/apps/budget/data/";
    const auto expected = Json::parse(std::ifstream(data + "sample-year.expected.json"));
    ok({"init"});
    ok({"user", "add", "ann@example.com", "Ann"});
    const auto report = Json::parse(ok({"import", data + "sample-year.csv", "--profile", "mint", "--json"}));
    EXPECT_EQ(report["rows"], expected["rows"]);
    EXPECT_EQ(report["added"], expected["count"]);
    EXPECT_EQ(report["credits"], expected["credits"]);
    const auto all = Json::parse(ok({"categories", "--json"}));
    EXPECT_EQ(all["rows"], expected["categories"]);
    EXPECT_EQ(all["count"], expected["count"]);
    EXPECT_EQ(all["total"], expected["total"]);
    ASSERT_EQ(expected["months"].size(), 12u);
    for (const auto& month : expected["months"]) {
        const auto summary = Json::parse(ok({"summary", month["month"].get<std::string>(), "--json"}));
        EXPECT_EQ(summary, month) << month["month"];
    }
    const auto top = Json::parse(ok({"top", std::to_string(expected["top"].size()), "--json"}));
    ASSERT_EQ(top["rows"].size(), expected["top"].size());
    for (std::size_t i = 0; i < top["rows"].size(); ++i) {
        EXPECT_EQ(top["rows"][i]["amount"], expected["top"][i]["amount"]);
        EXPECT_EQ(top["rows"][i]["date"], expected["top"][i]["date"]);
    }
    const auto before = content();
    EXPECT_EQ(Json::parse(ok({"import", data + "sample-year.csv", "--profile", "mint", "--json"}))["added"], 0);
    EXPECT_EQ(content(), before);
}

TEST_P(BudgetApp, ARealMintExportGivesItsFigures) {
    const std::string file = shared_dir() + "/data/mint-transactions.csv";
    if (!std::filesystem::exists(file)) {
        const char* ci = std::getenv("CI");
        ASSERT_FALSE(ci != nullptr && std::string(ci) == "true") << file << " is missing";
        std::printf("BudgetApp.ARealMintExportGivesItsFigures: not run, there is no %s\n", file.c_str());
        return;
    }
    ok({"init"});
    ok({"user", "add", "ann@example.com", "Ann"});
    const auto report = Json::parse(ok({"import", file, "--profile", "mint", "--json"}));
    EXPECT_EQ(report["rows"], 808);
    EXPECT_EQ(report["added"], 689);
    EXPECT_EQ(report["credits"], 119);
    EXPECT_EQ(report["categories"].size(), 21u);

    const auto text = ok({"summary", "2018-01", "--json"});
    EXPECT_THAT(text, ::testing::StartsWith("{\"month\":\"2018-01\",\"rows\":[{\"category\":"
                                            "\"Mortgage & Rent\",\"count\":1,\"total\":\"1247.44\"}"));
    const auto month = Json::parse(text);
    EXPECT_EQ(month["rows"], Json::parse(R"([
        {"category": "Mortgage & Rent", "count": 1, "total": "1247.44"},
        {"category": "Credit Card Payment", "count": 2, "total": "864.80"},
        {"category": "Restaurants", "count": 5, "total": "156.80"},
        {"category": "Utilities", "count": 3, "total": "140.00"},
        {"category": "Shopping", "count": 3, "total": "100.37"},
        {"category": "Mobile Phone", "count": 1, "total": "89.46"},
        {"category": "Groceries", "count": 2, "total": "87.73"},
        {"category": "Internet", "count": 1, "total": "69.99"},
        {"category": "Gas & Fuel", "count": 2, "total": "65.29"},
        {"category": "Home Improvement", "count": 3, "total": "51.21"},
        {"category": "Fast Food", "count": 1, "total": "32.91"},
        {"category": "Movies & DVDs", "count": 1, "total": "11.76"},
        {"category": "Music", "count": 1, "total": "10.69"},
        {"category": "Coffee Shops", "count": 1, "total": "3.00"}])"));
    EXPECT_EQ(month["count"], 27);
    EXPECT_EQ(month["total"], "2931.45");

    const auto all = Json::parse(ok({"categories", "--json"}));
    EXPECT_EQ(all["rows"].size(), 21u);
    EXPECT_EQ(all["count"], 689);
    EXPECT_EQ(all["total"], "96095.78");

    EXPECT_THAT(ok({"import", file, "--profile", "mint"}),
                HasSubstr("Imported 0 expenses from 808 rows: 689 there already"));
}

}  // namespace
}  // namespace athanor::testing
