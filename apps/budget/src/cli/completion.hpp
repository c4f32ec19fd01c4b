#pragma once

#include <string>

#include "cli/command_tree.hpp"

namespace budget::cli {

/// A script for bash, zsh or fish that completes commands, options and their values.
/// @throws UsageError for another shell.
std::string completion_script(const CommandInfo& program, const std::string& shell);

}  // namespace budget::cli
