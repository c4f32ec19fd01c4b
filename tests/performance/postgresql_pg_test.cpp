#include "performance/allocation_suite.hpp"
#include "postgres.hpp"

namespace athanor::testing {
namespace {

class ServerDatabase final : public AllocationDatabase {
public:
    std::string url() const override { return database_.url(); }

private:
    PostgresDatabase database_;
};

std::unique_ptr<AllocationDatabase> make_server() { return std::make_unique<ServerDatabase>(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Postgresql, AllocationSuite, ::testing::Values(&make_server),
                         [](const auto&) { return "postgresql"; });

}  // namespace athanor::testing
