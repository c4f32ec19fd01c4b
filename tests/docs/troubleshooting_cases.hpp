#pragma once

#include <map>
#include <string>

#include <athanor/orm.hpp>

namespace athanor::testing {

/// The blocks of docs/troubleshooting.md below a line <!-- produced: name -->, by name.
std::map<std::string, std::string> blocks_of_troubleshooting();

/// Compares a block of the page with what the library said. The last line break does not count.
void expect_on_page(const std::string& name, const std::string& said);

/// The names of the blocks that the tests produce, all of them.
inline constexpr const char* troubles[] = {"driver",    "url",       "parameter", "refused",      "waking",
                                           "asleep",    "exhausted", "duplicate", "missing",      "no-tables",
                                           "forgotten", "slow",      "fast",      "without-index"};

}  // namespace athanor::testing
