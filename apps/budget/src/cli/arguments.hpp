#pragma once

#include <string>
#include <variant>
#include <vector>

#include <budget/errors.hpp>

#include "cli/command.hpp"
#include "cli/command_tree.hpp"

namespace budget::cli {

/// The command line asks for something that is not there, or says too little.
class UsageError : public Error {
public:
    using Error::Error;
};

struct Invocation {
    GlobalOptions options;
    Command command;
};

/// What --help, --version or completion prints.
struct Notice {
    std::string text;
};

/// Reads the arguments behind the program's name.
/// @throws UsageError, which repeats no password that stands in a URL.
std::variant<Invocation, Notice> parse_arguments(const std::vector<std::string>& arguments);

/// All commands and options that there are.
CommandInfo describe_commands();

}  // namespace budget::cli
