#include "reliability/hostile_text.hpp"
#include "support/postgres.hpp"

namespace athanor::testing {

INSTANTIATE_TEST_SUITE_P(Postgresql, HostileText, ::testing::Values([](std::string& url) {
                             auto database = std::make_shared<PostgresDatabase>();
                             url = database->url();
                             return std::shared_ptr<void>(database);
                         }));

}  // namespace athanor::testing
