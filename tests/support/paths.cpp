#include "paths.hpp"

namespace athanor::testing {

std::string source_dir() { return ATHANOR_SOURCE_DIR; }
std::string shared_dir() { return ATHANOR_SHARED_DIR; }
std::string budget_binary() { return ATHANOR_BUDGET_BINARY; }
std::string tracker_binary() { return ATHANOR_TRACKER_BINARY; }

}  // namespace athanor::testing
