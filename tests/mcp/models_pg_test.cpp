#include "mcp/models_cases.hpp"
#include "support/postgres.hpp"

namespace mcp_page {

INSTANTIATE_TYPED_TEST_SUITE_P(Postgresql, McpPage, athanor::testing::PostgresDatabase);

}  // namespace mcp_page
