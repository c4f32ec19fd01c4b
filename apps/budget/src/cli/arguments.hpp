#pragma once

#include <string>
#include <variant>
#include <vector>

#include <budget/errors.hpp>

#include "cli/command.hpp"

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

/// What --help or --version prints.
struct Notice {
    std::string text;
};

/// Reads the arguments behind the program's name.
/// @throws UsageError, which repeats no password that stands in a URL.
std::variant<Invocation, Notice> parse_arguments(const std::vector<std::string>& arguments);

}  // namespace budget::cli
