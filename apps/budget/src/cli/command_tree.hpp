#pragma once

#include <string>
#include <vector>

// The command line as data, for whatever has to know all of it.
namespace budget::cli {

/// An option, or an argument without a name.
struct OptionInfo {
    std::vector<std::string> names;  ///< "-y", "--yes"; of an argument what help calls it
    std::string text;
    bool takes_value = false;
    std::vector<std::string> choices;  ///< the values that there are, if they are few
    bool is_file = false;
};

struct CommandInfo {
    std::string name;
    std::string text;
    std::vector<OptionInfo> options;    ///< of the first one, the program itself: those of every command
    std::vector<OptionInfo> arguments;  ///< in their order
    std::vector<CommandInfo> commands;  ///< one of them has to follow
};

}  // namespace budget::cli
