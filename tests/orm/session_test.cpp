#include "orm/session_suite.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {
namespace {

class SqliteDatabase final : public TestDatabase {
public:
    std::string url() const override { return folder_.sqlite_url(); }

private:
    TempDir folder_;
};

std::unique_ptr<TestDatabase> make_sqlite() { return std::make_unique<SqliteDatabase>(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, SessionSuite, ::testing::Values(&make_sqlite), [](const auto&) { return "sqlite"; });

}  // namespace athanor::testing
