// "Nothing in the program names a database": the last program of the tutorial prints the same on PostgreSQL.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "docs/pages.hpp"
#include "postgres.hpp"
#include "support/paths.hpp"
#include "temp_dir.hpp"

using namespace athanor::testing;
namespace fs = std::filesystem;

namespace {

/// What the program prints, run in `folder` with DATABASE_URL.
std::string run_tracker(const fs::path& folder, const std::string& url) {
    const auto out = folder / "out.txt";
    const auto command = "cd '" + folder.string() + "' && DATABASE_URL='" + url + "' '" + tracker_binary() + "' > '" +
                         out.string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::ostringstream text;
    text << std::ifstream(out).rdbuf();
    return std::move(text).str();
}

}  // namespace

TEST(TutorialOnPostgresql, TheTrackerPrintsTheSameThere) {
    PostgresDatabase database;
    const TempDir folder;
    EXPECT_EQ(run_tracker(folder.path(), database.url()), read_project_file("examples/06_budget_tracker.out"));
    EXPECT_EQ(database.scalar("SELECT count(*) FROM tracker_expenses"), "5");
    EXPECT_FALSE(fs::exists(folder.path() / "tracker.db"));
    EXPECT_NE(run_tracker(folder.path(), database.url()).find("0 new, 5 known"), std::string::npos);
    EXPECT_EQ(database.scalar("SELECT count(*) FROM tracker_expenses"), "5");
}
