#include "docs/page_suite.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {
namespace {

class SqliteFile final : public PageDatabase {
public:
    std::string url() const override { return folder_.sqlite_url(); }

private:
    TempDir folder_;
};

const auto sqlite = ::testing::Values([]() -> std::unique_ptr<PageDatabase> { return std::make_unique<SqliteFile>(); });

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, MappingPage, sqlite, [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(Sqlite, SessionsPage, sqlite, [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(Sqlite, QueriesPage, sqlite, [](const auto&) { return "sqlite"; });

}  // namespace athanor::testing
