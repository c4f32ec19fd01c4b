#include "support/server_script.hpp"

#include <fcntl.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "support/paths.hpp"

namespace athanor::testing {

ServerScript::ServerScript(const std::string& name, const std::vector<std::string>& arguments) : name_(name) {
    const auto script = source_dir() + "/tests/servers/" + name;
    std::vector<const char*> command = {"bash", script.c_str()};
    for (const auto& argument : arguments) {
        command.push_back(argument.c_str());
    }
    command.push_back(nullptr);
    int to[2];
    int from[2];
    // Closed in every child but this one, so that the end of the test is the end of the script's input.
    if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe to " + script);
    }
    process_ = fork();
    if (process_ == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        execv("/bin/bash", const_cast<char* const*>(command.data()));
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    commands_ = to[1];
    answers_ = fdopen(from[0], "r");
    std::istringstream line(read_line());
    for (std::string word; line >> word;) {
        words_.push_back(word);
    }
    if (words_.empty()) {
        throw std::runtime_error(script + " started no server, see its messages");
    }
}

ServerScript::~ServerScript() {
    close(commands_);
    waitpid(process_, nullptr, 0);
    fclose(answers_);
}

std::string ServerScript::tell(const std::string& command) {
    const auto line = command + "\n";
    if (write(commands_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        throw std::runtime_error(name_ + " takes no command");
    }
    auto answer = read_line();
    if (answer.empty()) {
        throw std::runtime_error(name_ + " could not: " + command);
    }
    return answer;
}

std::string ServerScript::read_line() {
    std::string line;
    for (int letter = fgetc(answers_); letter != EOF && letter != '\n'; letter = fgetc(answers_)) {
        line += static_cast<char>(letter);
    }
    return line;
}

}  // namespace athanor::testing
