#include "cli/completion.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <budget/validation.hpp>

#include "cli/arguments.hpp"
#include "lookup.hpp"

namespace budget::cli {

namespace {

/// A command and how it is reached: " category add"; the program itself is "".
struct Place {
    std::string path;
    const CommandInfo* command;
};

void collect(const CommandInfo& command, const std::string& path, std::vector<Place>& places) {
    places.push_back({path, &command});
    for (const CommandInfo& next : command.commands) {
        collect(next, fmt::format("{} {}", path, next.name), places);
    }
}

bool same_name(const OptionInfo& a, const OptionInfo& b) {
    return std::ranges::any_of(
        a.names, [&](const std::string& name) { return std::ranges::find(b.names, name) != b.names.end(); });
}

bool has_option_like(const CommandInfo& command, const OptionInfo& option) {
    return std::ranges::any_of(command.options, [&](const OptionInfo& own) { return same_name(own, option); });
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(what)) {
            result += by;
            at += what.size();
        } else {
            result += text[at++];
        }
    }
    return result;
}

/// What the three scripts are made of.
class Script {
public:
    explicit Script(const CommandInfo& program) : program_(program) { collect(program, "", places_); }

    [[nodiscard]] std::string bash() const;
    [[nodiscard]] std::string zsh() const;
    [[nodiscard]] std::string fish() const;

private:
    /// The command's own options, and those of every command.
    [[nodiscard]] std::vector<const OptionInfo*> options_of(const CommandInfo& command) const {
        std::vector<const OptionInfo*> options;
        options.reserve(command.options.size() + program_.options.size());
        for (const OptionInfo& option : command.options) {
            options.push_back(&option);
        }
        for (const OptionInfo& option : program_.options) {
            if (!has_option_like(command, option)) {
                options.push_back(&option);
            }
        }
        return options;
    }
    /// All names of options that take a value.
    [[nodiscard]] std::vector<std::string> names_with_value() const {
        std::vector<std::string> names;
        for (const Place& place : places_) {
            for (const OptionInfo& option : place.command->options) {
                for (const std::string& name : option.names) {
                    if (option.takes_value && std::ranges::find(names, name) == names.end()) {
                        names.push_back(name);
                    }
                }
            }
        }
        return names;
    }
    [[nodiscard]] std::vector<std::string> paths() const {
        std::vector<std::string> all;
        for (const Place& place : places_) {
            if (!place.path.empty()) {
                all.push_back(fmt::format("'{}'", place.path));
            }
        }
        return all;
    }
    static bool wants_file(const CommandInfo& command) {
        return std::ranges::any_of(command.arguments, &OptionInfo::is_file);
    }
    /// Sub-commands, and the values that its arguments can have.
    static std::vector<std::string> words_of(const CommandInfo& command) {
        std::vector<std::string> words;
        words.reserve(command.commands.size());
        for (const CommandInfo& next : command.commands) {
            words.push_back(next.name);
        }
        for (const OptionInfo& argument : command.arguments) {
            words.insert(words.end(), argument.choices.begin(), argument.choices.end());
        }
        return words;
    }
    /// A branch for each option with a value. Those of one command come before those of every command, which may have
    /// the same name.
    template <class Branch>
    [[nodiscard]] std::string value_branches(Branch branch) const {
        std::string text;
        const auto add = [&](std::string_view prefix, const CommandInfo& command) {
            for (const OptionInfo& option : command.options) {
                for (const std::string& name : option.names) {
                    text += option.takes_value ? branch(fmt::format("{}' {}'", prefix, name), option) : std::string();
                }
            }
        };
        for (const Place& place : places_) {
            if (!place.path.empty()) {
                add(fmt::format("'{}'", place.path), *place.command);
            }
        }
        add("*", program_);
        return text;
    }

    const CommandInfo& program_;
    std::vector<Place> places_;
};

std::string Script::bash() const {
    std::string out = R"sh(# Completion of budget for bash. Use it with: eval "$(budget completion bash)"
_budget() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} at='' word i
    local words='' options='' files=''
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
)sh";
    out += fmt::format("            {})\n", fmt::join(names_with_value(), "|"));
    out += R"sh(                i=$((i + 1))
                if [[ ${COMP_WORDS[i]} == = ]]; then i=$((i + 1)); fi
                continue ;;
        esac
        case "$at $word" in
)sh";
    out += fmt::format("            {}) at=\"$at $word\" ;;\n", fmt::join(paths(), "|"));
    out += R"sh(        esac
    done
    if [[ $current == = ]]; then current=''; fi
    if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
    case "$at $previous" in
)sh";
    out += value_branches([](const std::string& pattern, const OptionInfo& option) {
        return option.choices.empty()
                   ? fmt::format("        {}) return ;;\n", pattern)
                   : fmt::format("        {}) COMPREPLY=($(compgen -W '{}' -- \"$current\")); return ;;\n", pattern,
                                 fmt::join(option.choices, " "));
    });
    out += "    esac\n    case $at in\n";
    for (const Place& place : places_) {
        std::vector<std::string> names;
        for (const OptionInfo* option : options_of(*place.command)) {
            names.insert(names.end(), option->names.begin(), option->names.end());
        }
        out += fmt::format("        '{}') words='{}' options='{}'{} ;;\n", place.path,
                           fmt::join(words_of(*place.command), " "), fmt::join(names, " "),
                           wants_file(*place.command) ? " files=1" : "");
    }
    out += R"sh(    esac
    if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    elif [[ -n $files ]]; then
        compopt -o filenames 2>/dev/null
        local IFS=$'\n'
        COMPREPLY=($(compgen -f -- "$current"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
}
complete -F _budget budget
)sh";
    return out;
}

std::string Script::zsh() const {
    // A colon ends the word that _describe explains.
    const auto described = [](const std::string& word, const std::string& text) {
        return fmt::format("'{}:{}'", replaced(word, ":", "\\:"), replaced(text, "'", "'\\''"));
    };
    std::string out = R"sh(#compdef budget
# Completion of budget for zsh. Use it with: eval "$(budget completion zsh)"
_budget() {
    local at='' word previous files=''
    local -i i
    local -a commands options
    for ((i = 2; i < CURRENT; i++)); do
        word=$words[i]
        case $word in
)sh";
    out += fmt::format("            ({}) i=$((i + 1)); continue ;;\n", fmt::join(names_with_value(), "|"));
    out += "        esac\n        case \"$at $word\" in\n";
    out += fmt::format("            ({}) at=\"$at $word\" ;;\n", fmt::join(paths(), "|"));
    out += R"sh(        esac
    done
    previous=$words[CURRENT-1]
    if [[ $PREFIX == --*=* ]]; then
        previous=${PREFIX%%=*}
        compset -P '*='
    fi
    case "$at $previous" in
)sh";
    out += value_branches([](const std::string& pattern, const OptionInfo& option) {
        return option.choices.empty()
                   ? fmt::format("        ({}) return 1 ;;\n", pattern)
                   : fmt::format("        ({}) compadd -- {}; return ;;\n", pattern, fmt::join(option.choices, " "));
    });
    out += "    esac\n    case $at in\n";
    for (const Place& place : places_) {
        out += fmt::format("        ('{}')\n", place.path);
        std::vector<std::string> entries;
        entries.reserve(place.command->commands.size());
        for (const CommandInfo& next : place.command->commands) {
            entries.push_back(described(next.name, next.text));
        }
        for (const OptionInfo& argument : place.command->arguments) {
            for (const std::string& choice : argument.choices) {
                entries.push_back(described(choice, argument.text));
            }
        }
        out += fmt::format("            commands=({})\n", fmt::join(entries, " "));
        entries.clear();
        for (const OptionInfo* option : options_of(*place.command)) {
            for (const std::string& name : option->names) {
                entries.push_back(described(name, option->text));
            }
        }
        out += fmt::format("            options=({})\n{}            ;;\n", fmt::join(entries, " "),
                           wants_file(*place.command) ? "            files=1\n" : "");
    }
    out += R"sh(    esac
    if [[ $PREFIX == -* ]]; then
        _describe -o option options
    elif [[ -n $files ]]; then
        _files
    else
        _describe command commands
    fi
}
if [[ $funcstack[1] == _budget ]]; then
    _budget "$@"
else
    compdef _budget budget
fi
)sh";
    return out;
}

std::string Script::fish() const {
    const auto quoted = [](const std::string& text) {
        return fmt::format("'{}'", replaced(replaced(text, "\\", "\\\\"), "'", "\\'"));
    };
    std::string out = R"sh(# Completion of budget for fish. Put it into ~/.config/fish/completions/budget.fish
function __budget_at
    set -l at ''
    set -l skip 0
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
)sh";
    out += fmt::format("            case {}\n", fmt::join(names_with_value(), " "));
    out += R"sh(                set skip 1
                continue
        end
        switch "$at $word"
)sh";
    out += fmt::format("            case {}\n", fmt::join(paths(), " "));
    out += R"sh(                set at "$at $word"
        end
    end
    contains -- "$at" $argv
end
complete -c budget -f
)sh";
    const auto option_line = [&](const std::string& condition, const OptionInfo& option) {
        std::string line = fmt::format("complete -c budget -n {}", quoted(condition));
        for (const std::string& name : option.names) {
            line +=
                name.starts_with("--") ? fmt::format(" -l {}", name.substr(2)) : fmt::format(" -s {}", name.substr(1));
        }
        if (option.takes_value) {
            line += " -x";
        }
        if (!option.choices.empty()) {
            line += fmt::format(" -a '{}'", fmt::join(option.choices, " "));
        }
        return fmt::format("{} -d {}\n", line, quoted(option.text));
    };
    const auto word_line = [&](const std::string& condition, const std::string& word, const std::string& text) {
        return fmt::format("complete -c budget -n {} -a {} -d {}\n", quoted(condition), word, quoted(text));
    };
    for (const OptionInfo& option : program_.options) {
        std::string places;
        for (const Place& place : places_) {
            if (place.command == &program_ || !has_option_like(*place.command, option)) {
                places += fmt::format(" \"{}\"", place.path);
            }
        }
        out += option_line("__budget_at" + places, option);
    }
    for (const Place& place : places_) {
        const std::string condition = fmt::format("__budget_at \"{}\"", place.path);
        for (const CommandInfo& next : place.command->commands) {
            out += word_line(condition, next.name, next.text);
        }
        for (const OptionInfo& argument : place.command->arguments) {
            for (const std::string& choice : argument.choices) {
                out += word_line(condition, choice, argument.text);
            }
        }
        if (wants_file(*place.command)) {
            out += fmt::format("complete -c budget -n {} -F\n", quoted(condition));
        }
        if (place.command != &program_) {
            for (const OptionInfo& option : place.command->options) {
                out += option_line(condition, option);
            }
        }
    }
    return out;
}

}  // namespace

std::string completion_script(const CommandInfo& program, const std::string& shell) {
    static const std::string shells[] = {"bash", "zsh", "fish"};
    const Script script(program);
    if (shell == shells[0]) {
        return script.bash();
    }
    if (shell == shells[1]) {
        return script.zsh();
    }
    if (shell == shells[2]) {
        return script.fish();
    }
    throw UsageError(fmt::format("there is no completion for {}", in_quotes(shell)),
                     suggestion(shell, shells, "shells: bash, zsh, fish"));
}

}  // namespace budget::cli
