// What an SQLite file meets on a real disk: no rights, no room, other programs. A user namespace takes the rights away,
// also from root, and gives the rights to mount a small file system, also to nobody.
#include <chrono>
#include <filesystem>

#include <athanor/engine/connection.hpp>

#include "sqlite_file.hpp"
#include "support/paths.hpp"

namespace athanor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

class BudgetStorage : public BudgetApp {
protected:
    [[nodiscard]] fs::path path() const { return url().substr(std::string("sqlite:///").size()); }

    /// Runs unshare(1) with a program behind its options.
    Finished unshare(const std::vector<std::string>& arguments) {
        Process::Setup what = setup(arguments);
        what.program = "/usr/bin/unshare";
        return Process(what).wait();
    }
    void require_namespaces() {
        const auto done = unshare({"--user", "--map-root-user", "--mount", "true"});
        ASSERT_EQ(done.code, 0) << "this test needs user namespaces, which this system refuses: " << done.err
                                << "\nallow them: sysctl kernel.unprivileged_userns_clone=1, sysctl "
                                   "kernel.apparmor_restrict_unprivileged_userns=0; in a container: seccomp=unconfined";
    }
    /// Runs the program as the owner of its files, but without the rights of root.
    Finished run_without_rights(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--user", budget_binary()});
        return unshare(arguments);
    }
    /// Expects exit code 1, what the message says and an unchanged database.
    void fails_without_rights(const std::vector<std::string>& arguments, const std::string& text) {
        const auto done = run_without_rights(arguments);
        EXPECT_EQ(done.code, 1) << ::testing::PrintToString(arguments) << done.err;
        EXPECT_EQ(done.out, "");
        EXPECT_THAT(done.err, AllOf(HasSubstr("error: "), HasSubstr(text), Not(HasSubstr("SQL:"))));
    }

    /// Runs a script as root of a namespace of its own, in which the folder `disk` is a file system of that size.
    Finished on_small_disk(const std::string& size, const std::string& script) {
        write("script.sh", "set -eu\nmkdir disk\nmount -t tmpfs -o size=" + size + " none disk\n" + script);
        auto what = setup({"--user", "--map-root-user", "--mount", "/bin/sh", "script.sh"});
        what.program = "/usr/bin/unshare";
        what.environment["BUDGET"] = budget_binary();
        what.environment["DATABASE_URL"] = "sqlite:///disk/budget.db";
        return Process(what).wait();
    }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, BudgetStorage, ::testing::Values(sqlite));

TEST_P(BudgetStorage, AReadOnlyFileIsReadButNotWritten) {
    prepare();
    ok({"add", "1", "Food", "x"});
    ASSERT_NO_FATAL_FAILURE(require_namespaces());
    const auto before = content();
    const auto csv = write("one.csv", "date,amount,category,description\n2026-01-01,1,Food,x\n");
    fs::permissions(path(), fs::perms::owner_read);
    const auto list = run_without_rights({"list"});
    EXPECT_EQ(list.code, 0) << list.err;
    EXPECT_THAT(list.out, HasSubstr("1 expense"));
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"add", "1", "Food", "y"},
                                                                       {"transfer", "1", "Food", "Rent"},
                                                                       {"edit", "1", "--amount", "2"},
                                                                       {"rm", "1", "--yes"},
                                                                       {"category", "rename", "Food", "Fun"},
                                                                       {"import", csv}}) {
        fails_without_rights(arguments, "cannot be written");
    }
    fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(content(), before);
}

TEST_P(BudgetStorage, AReadOnlyFolderIsReported) {
    prepare();
    ASSERT_NO_FATAL_FAILURE(require_namespaces());
    const auto before = content();
    const auto parent = path().parent_path();
    fs::permissions(parent, fs::perms::owner_read | fs::perms::owner_exec);
    fails_without_rights({"add", "1", "Food", "y"}, "folder");
    fails_without_rights({"list"}, "folder");
    fails_without_rights({"init", "--db", "sqlite:///" + (parent / "new.db").string()}, "folder");
    fails_without_rights({"export", (parent / "out.csv").string(), "--db", url()}, "");
    fs::permissions(parent, fs::perms::owner_all);
    EXPECT_EQ(content(), before);
    EXPECT_FALSE(fs::exists(parent / "new.db"));
    EXPECT_THAT(ok({"add", "1", "Food", "y"}), HasSubstr("Added"));
}

TEST_P(BudgetStorage, AnUnreadableFileIsReported) {
    prepare();
    ASSERT_NO_FATAL_FAILURE(require_namespaces());
    fs::permissions(path(), fs::perms::none);
    fails_without_rights({"list"}, "budget.db");
    fs::permissions(path(), fs::perms::owner_all);
}

TEST_P(BudgetStorage, ADiskThatFillsUpUndoesTheImport) {
    prepare();
    ok({"add", "1", "Food", "there before"});
    ASSERT_NO_FATAL_FAILURE(require_namespaces());
    fs::copy_file(path(), folder / "prepared.db");
    std::string csv = "date,amount,category,description\n";
    for (int i = 0; i < 20'000; ++i) {
        csv += "2026-01-01,1.00,Food,a row that needs some room on the disk\n";
    }
    write("big.csv", csv);
    const auto done = on_small_disk("600k", R"(
cp prepared.db disk/budget.db
"$BUDGET" export before.csv
code=0
"$BUDGET" import big.csv || code=$?
echo "import: $code"
"$BUDGET" export after.csv
cmp before.csv after.csv
"$BUDGET" add 2 Food "there is room for this" --date 2026-01-01
)");
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_THAT(done.out, HasSubstr("import: 1\n"));
    EXPECT_THAT(done.out, HasSubstr("Added expense 2: 2026-01-01, 2.00, Food, there is room for this\n"));
    EXPECT_THAT(done.err, AllOf(HasSubstr("error: "), HasSubstr("full"), HasSubstr("nothing of it was saved")));
    EXPECT_THAT(folder.read("after.csv"), HasSubstr("there before"));
}

TEST_P(BudgetStorage, AFullDiskRefusesInitAndExport) {
    prepare();
    ok({"import", write("in.csv", "date,amount,category,description\n2026-01-01,1.00,Food,row\n")});
    ASSERT_NO_FATAL_FAILURE(require_namespaces());
    fs::copy_file(path(), folder / "prepared.db");
    const auto done = on_small_disk("64k", R"(
dd if=/dev/zero of=disk/filler bs=1k 2>/dev/null || true
code=0
"$BUDGET" init || code=$?
echo "init: $code"
code=0
"$BUDGET" --db sqlite:///prepared.db export disk/out.csv || code=$?
echo "export: $code"
)");
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(done.out, "init: 1\nexport: 1\n");
    EXPECT_THAT(done.err, HasSubstr("cannot write 'disk/out.csv'"));
}

TEST_P(BudgetStorage, ALockThatIsHeldTooLongIsReported) {
    prepare();
    ok({"add", "1", "Food", "x"});
    const auto csv = write("one.csv", "date,amount,category,description\n2026-01-01,1,Fun,y\n");
    const auto before = content();
    const auto engine = create_engine(url());
    auto holder = engine.connect();
    static_cast<void>(holder.exec_driver_sql("UPDATE users SET name = 'Other'"));
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::unique_ptr<Process>> waiting;
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"add", "1", "Food", "y"}, {"rm", "1", "--yes"}, {"transfer", "1", "Food", "Rent"}, {"import", csv}}) {
        waiting.push_back(std::make_unique<Process>(setup(arguments)));
    }
    EXPECT_THAT(ok({"list"}), HasSubstr("1 expense")) << "reading goes on";
    for (auto& one : waiting) {
        const auto done = one->wait();
        EXPECT_EQ(done.code, 1) << done.err;
        EXPECT_EQ(done.out, "");
        EXPECT_THAT(done.err, AllOf(HasSubstr("error: database is locked"), HasSubstr("another connection holds")));
    }
    // It waits for the lock, but not once for each attempt.
    const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - begin;
    EXPECT_GT(waited.count(), 4.0);
    EXPECT_LT(waited.count(), 20.0);
    holder.rollback();
    EXPECT_EQ(content(), before);
    EXPECT_THAT(ok({"import", csv}), HasSubstr("Imported 1 expense"));
}

}  // namespace
}  // namespace athanor::testing
