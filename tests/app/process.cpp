#include "process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <pty.h>
#include <sstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <utmp.h>

namespace athanor::testing {

namespace {

std::string read_file(const std::filesystem::path& name) {
    std::ifstream stream(name, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    return std::move(content).str();
}

void redirect(const char* name, int flags, int to) {
    const int file = open(name, flags, 0600);
    if (file < 0 || dup2(file, to) < 0) {
        _exit(126);
    }
    close(file);
}

std::filesystem::path scratch_file(const char* kind) {
    std::string name = (std::filesystem::temp_directory_path() / (std::string("athanor-") + kind + "-XXXXXX")).string();
    const int file = mkstemp(name.data());
    if (file < 0) {
        throw std::runtime_error("cannot make a temporary file like " + name);
    }
    close(file);
    return name;
}

}  // namespace

Process::Process(const Setup& setup) : out_(scratch_file("out")), err_(scratch_file("err")), in_(scratch_file("in")) {
    std::ofstream(in_, std::ios::binary) << setup.input;
    int terminal = -1;
    is_screen_ = setup.screen.has_value();
    if (setup.terminal || is_screen_) {
        const winsize size{24, setup.screen.value_or(80), 0, 0};
        if (openpty(&terminal_, &terminal, nullptr, nullptr, &size) != 0) {
            throw std::runtime_error("cannot make a terminal");
        }
    }
    if (is_screen_) {
        // So that a line feed stays one.
        termios raw{};
        tcgetattr(terminal, &raw);
        cfmakeraw(&raw);
        tcsetattr(terminal, TCSANOW, &raw);
    }
    id_ = fork();
    if (id_ < 0) {
        throw std::runtime_error("cannot start a process");
    }
    if (id_ == 0) {
        run_child(setup, terminal);
    }
    if (terminal >= 0) {
        close(terminal);
    }
    if (setup.terminal) {
        if (write(terminal_, setup.input.data(), setup.input.size()) != static_cast<ssize_t>(setup.input.size())) {
            throw std::runtime_error("cannot type into the terminal");
        }
    }
}

void Process::run_child(const Setup& setup, int terminal) const {
    redirect(in_.c_str(), O_RDONLY, STDIN_FILENO);
    redirect(out_.c_str(), O_WRONLY | O_TRUNC, STDOUT_FILENO);
    redirect(err_.c_str(), O_WRONLY | O_TRUNC, STDERR_FILENO);
    if (setup.terminal) {
        close(terminal_);
        login_tty(terminal);
        redirect(out_.c_str(), O_WRONLY | O_TRUNC, STDOUT_FILENO);
        setenv("TERM", "xterm", 1);
    }
    if (setup.screen) {
        close(terminal_);
        dup2(terminal, STDOUT_FILENO);
        close(terminal);
        setenv("TERM", "xterm", 1);
    }
    for (const auto& [name, value] : setup.environment) {
        if (value) {
            setenv(name.c_str(), value->c_str(), 1);
        } else {
            unsetenv(name.c_str());
        }
    }
    if (setup.largest_file) {
        const rlimit limit{*setup.largest_file, *setup.largest_file};
        setrlimit(RLIMIT_FSIZE, &limit);
        // So that a write fails, as on a full disk, instead of ending the program.
        signal(SIGXFSZ, SIG_IGN);
    }
    // A pipe that the test feeds another program through must not stay open in this one.
    for (int file = STDERR_FILENO + 1; file < 256; ++file) {
        close(file);
    }
    std::vector<char*> arguments{const_cast<char*>(setup.program.c_str())};
    for (const auto& argument : setup.arguments) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    if (chdir(setup.folder.c_str()) == 0) {
        execv(setup.program.c_str(), arguments.data());
    }
    _exit(127);
}

Process::~Process() {
    if (running()) {
        kill(id_, SIGKILL);
        waitpid(id_, nullptr, 0);
    }
    if (terminal_ >= 0) {
        close(terminal_);
    }
    std::error_code ignored;
    for (const auto& file : {out_, err_, in_}) {
        std::filesystem::remove(file, ignored);
    }
}

bool Process::running() {
    int status = 0;
    if (id_ > 0 && waitpid(id_, &status, WNOHANG) != 0) {
        status_ = status;
        id_ = -1;
    }
    return id_ > 0;
}

void Process::send(int signal) const { kill(id_, signal); }

void Process::drain_terminal() {
    char buffer[4096];
    pollfd waiting{terminal_, POLLIN, 0};
    while (terminal_ >= 0 && poll(&waiting, 1, 0) > 0) {
        const auto got = read(terminal_, buffer, sizeof buffer);
        if (got <= 0) {
            return;
        }
        typed_.append(buffer, static_cast<std::size_t>(got));
    }
}

Finished Process::wait(std::chrono::seconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (running()) {
        drain_terminal();
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error("the program does not end; stderr: " + read_file(err_));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    drain_terminal();
    const int status = status_.value();
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (is_screen_) {
        return {code, typed_, read_file(err_)};
    }
    return {code, read_file(out_), read_file(err_) + typed_};
}

}  // namespace athanor::testing
