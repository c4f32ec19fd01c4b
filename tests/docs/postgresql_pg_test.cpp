#include "docs/page_suite.hpp"
#include "postgres.hpp"

namespace athanor::testing {
namespace {

class ServerDatabase final : public PageDatabase {
public:
    std::string url() const override { return database_.url(); }

private:
    PostgresDatabase database_;
};

const auto server =
    ::testing::Values([]() -> std::unique_ptr<PageDatabase> { return std::make_unique<ServerDatabase>(); });

}  // namespace

INSTANTIATE_TEST_SUITE_P(Postgresql, MappingPage, server, [](const auto&) { return "postgresql"; });
INSTANTIATE_TEST_SUITE_P(Postgresql, SessionsPage, server, [](const auto&) { return "postgresql"; });
INSTANTIATE_TEST_SUITE_P(Postgresql, QueriesPage, server, [](const auto&) { return "postgresql"; });

}  // namespace athanor::testing
