#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <athanor/engine/engine.hpp>

#include "process.hpp"
#include "support/temp_dir.hpp"

namespace athanor::testing {

/// A new database for one test.
class AppDatabase {
public:
    virtual ~AppDatabase() = default;
    [[nodiscard]] virtual std::string url() const = 0;
};

/// How to make one: the cases are written once and run on each kind of database.
struct DatabaseKind {
    std::string name;
    std::function<std::unique_ptr<AppDatabase>()> make;
};

void PrintTo(const DatabaseKind& kind, std::ostream* out);

/// Runs the real program in a folder of its own, with DATABASE_URL naming a new database.
class BudgetApp : public ::testing::TestWithParam<DatabaseKind> {
protected:
    void SetUp() override;

    Finished run(const std::vector<std::string>& arguments, const std::string& input = "");
    Process::Setup setup(const std::vector<std::string>& arguments) const;
    /// Runs it, expects success with nothing on stderr, and returns stdout.
    std::string ok(const std::vector<std::string>& arguments);
    /// Runs it, expects this exit code, nothing on stdout and an unchanged database, and returns stderr.
    std::string refused(int code, const std::vector<std::string>& arguments);

    /// Tables, one user ann@example.com and the categories Food and Rent.
    void prepare();
    /// All that is stored, one line a row; empty without tables.
    std::vector<std::string> content() const;
    /// One value, as text.
    std::string value(const std::string& sql) const;
    /// Runs SQL of the database's own and commits it.
    void execute(const std::string& sql) const;
    [[nodiscard]] bool on_sqlite() const { return url_.starts_with("sqlite:"); }
    /// Writes a file into the folder and returns its path.
    std::string write(const std::string& name, const std::string& text) const {
        return folder.write(name, text).string();
    }
    const std::string& url() const { return url_; }

    TempDir folder;

private:
    std::unique_ptr<AppDatabase> database_;
    std::string url_;
};

}  // namespace athanor::testing
