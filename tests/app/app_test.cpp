// The cases of this folder on SQLite, and what only an SQLite file can meet.
#include <filesystem>

#include "sqlite_file.hpp"

namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

INSTANTIATE_TEST_SUITE_P(Sqlite, BudgetApp, ::testing::Values(sqlite));

class BudgetOnSqlite : public BudgetApp {
protected:
    [[nodiscard]] std::string path() const { return url().substr(std::string("sqlite:///").size()); }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, BudgetOnSqlite, ::testing::Values(sqlite));

TEST_P(BudgetOnSqlite, AFileThatIsNoDatabaseIsLeftAlone) {
    const std::string text = "This is a letter to my bank, and certainly no database of any kind.\n";
    const auto file = write("letter.db", text + text);
    for (const char* command : {"init", "ping", "list", "sample"}) {
        const auto done = run({"--db", "sqlite:///" + file, command});
        EXPECT_EQ(done.code, 4) << command << done.err;
        EXPECT_THAT(done.err, AllOf(HasSubstr("letter.db"), HasSubstr("not a"))) << command;
        EXPECT_EQ(folder.read("letter.db"), text + text);
    }
}

TEST_P(BudgetOnSqlite, ADamagedDatabaseIsReported) {
    prepare();
    auto bytes = folder.read(std::filesystem::relative(path(), folder.path()).string());
    ASSERT_GT(bytes.size(), 8192u);
    for (std::size_t i = 4096; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(i * 7);
    }
    const auto damaged = write("damaged.db", bytes);
    const auto done = run({"--db", "sqlite:///" + damaged, "category", "list"});
    EXPECT_EQ(done.code, 4) << done.err;
    EXPECT_EQ(done.out, "");
}

TEST_P(BudgetOnSqlite, OnlyInitCreatesTheFile) {
    for (const char* command : {"ping", "list", "sample", "export"}) {
        EXPECT_THAT(refused(1, {"--db", "sqlite:///new.db", command}), HasSubstr("budget init")) << command;
        EXPECT_FALSE(std::filesystem::exists(folder / "new.db")) << command;
    }
    ok({"--db", "sqlite:///new.db", "init"});
    EXPECT_TRUE(std::filesystem::exists(folder / "new.db"));
}

TEST_P(BudgetOnSqlite, AFolderThatIsNotThereIsNamed) {
    const auto done = run({"--db", "sqlite:///no/such/folder/budget.db", "init"});
    EXPECT_EQ(done.code, 1);
    EXPECT_THAT(done.err, HasSubstr("no/such/folder"));
}

TEST_P(BudgetOnSqlite, AReadOnlyDatabaseIsReadButNotWritten) {
    prepare();
    ok({"add", "1", "Food", "x"});
    const std::string only_read = url() + "?mode=ro";
    EXPECT_THAT(ok({"--db", only_read, "list"}), HasSubstr("1 expense"));
    EXPECT_THAT(refused(1, {"--db", only_read, "add", "1", "Food", "y"}), HasSubstr("read"));
    EXPECT_THAT(refused(1, {"--db", only_read, "category", "add", "Fun"}), HasSubstr("read"));
}

TEST_P(BudgetOnSqlite, AFullDiskUndoesTheImport) {
    prepare();
    std::string csv = "date,amount,category,description\n";
    for (int i = 0; i < 20'000; ++i) {
        csv += "2026-01-01,1.00,Food,a row that needs some room on the disk\n";
    }
    auto full = setup({"import", write("big.csv", csv)});
    full.largest_file = 1'000'000;
    const auto before = content();
    const auto done = Process(full).wait();
    EXPECT_EQ(done.code, 1) << done.err;
    EXPECT_THAT(done.err, HasSubstr("error: "));
    EXPECT_EQ(content(), before);
}

TEST_P(BudgetOnSqlite, AnExportThatDoesNotFitFails) {
    prepare();
    std::string csv = "date,amount,category,description\n";
    for (int i = 0; i < 200; ++i) {
        csv += "2026-01-01,1.00,Food,row\n";
    }
    ok({"import", write("in.csv", csv)});
    auto full = setup({"export", "/dev/full"});
    EXPECT_EQ(Process(full).wait().code, 1);
    EXPECT_THAT(Process(full).wait().err, HasSubstr("cannot write '/dev/full'"));
}

TEST_P(BudgetOnSqlite, TwoProgramsThatAddAtTheSameTimeBothSucceed) {
    prepare();
    std::vector<std::unique_ptr<Process>> running;
    for (int i = 0; i < 8; ++i) {
        running.push_back(std::make_unique<Process>(setup({"add", "1", "Food", "x"})));
    }
    for (auto& one : running) {
        const auto done = one->wait();
        EXPECT_EQ(done.code, 0) << done.err;
    }
    EXPECT_EQ(value("SELECT count(*) FROM expenses"), "8");
}

}  // namespace
}  // namespace athanor::testing
