#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::testing {

/// "Suite.Name" of each test that a source defines.
std::set<std::string> test_names_in(const std::string& source);

/// Those of all sources below tests/.
std::set<std::string> all_test_names();

/// The cells of a line of a table, without the blanks around them; empty for another line.
std::vector<std::string> cells_of(std::string_view line);

/// What the first group of a regular expression matches, everywhere in a text.
std::vector<std::string> matches_in(const std::string& text, const char* pattern);

}  // namespace athanor::testing
