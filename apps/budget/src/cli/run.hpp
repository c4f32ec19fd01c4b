#pragma once

#include <string>
#include <vector>

namespace budget::cli {

/// The program: does what the arguments say, prints the answer on stdout and everything else on stderr, and returns the
/// exit code. Never throws.
int run(const std::vector<std::string>& arguments) noexcept;

}  // namespace budget::cli
