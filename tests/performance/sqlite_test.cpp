#include "performance/allocation_suite.hpp"
#include "temp_dir.hpp"

namespace athanor::testing {
namespace {

class SqliteDatabase final : public AllocationDatabase {
public:
    std::string url() const override { return folder_.sqlite_url(); }

private:
    TempDir folder_;
};

std::unique_ptr<AllocationDatabase> make_sqlite() { return std::make_unique<SqliteDatabase>(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, AllocationSuite, ::testing::Values(&make_sqlite),
                         [](const auto&) { return "sqlite"; });

}  // namespace athanor::testing
