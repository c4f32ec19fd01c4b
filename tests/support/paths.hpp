#pragma once

#include <string>

// Where this clone and what was built of it are. Only one source knows, so that a compiler cache serves every clone.
namespace athanor::testing {

[[nodiscard]] std::string source_dir();      ///< the project
[[nodiscard]] std::string shared_dir();      ///< real input, beside the project; need not be there
[[nodiscard]] std::string budget_binary();   ///< the Budget Tracker
[[nodiscard]] std::string tracker_binary();  ///< the tutorial's last program

}  // namespace athanor::testing
