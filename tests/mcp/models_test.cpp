#include "mcp/models_cases.hpp"
#include "support/temp_dir.hpp"

namespace mcp_page {
namespace {

struct SqliteFile {
    [[nodiscard]] std::string url() const { return folder.sqlite_url(); }
    athanor::testing::TempDir folder;
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, McpPage, SqliteFile);

}  // namespace mcp_page
