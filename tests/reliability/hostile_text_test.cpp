#include "reliability/hostile_text.hpp"
#include "support/temp_dir.hpp"

namespace athanor::testing {

INSTANTIATE_TEST_SUITE_P(Sqlite, HostileText, ::testing::Values([](std::string& url) {
                             auto folder = std::make_shared<TempDir>();
                             url = folder->sqlite_url();
                             return std::shared_ptr<void>(folder);
                         }));

}  // namespace athanor::testing
