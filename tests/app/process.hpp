#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace athanor::testing {

/// What a program left behind.
struct Finished {
    int code = -1;  ///< exit code; 128 + signal if a signal ended it
    std::string out;
    std::string err;
};

/// A running program, with stdout and stderr in files, so that it never waits for a reader. The destructor kills it.
/// Throws std::runtime_error when the system refuses.
class Process {
public:
    struct Setup {
        std::filesystem::path program;
        std::vector<std::string> arguments;
        std::filesystem::path folder;  ///< to run in
        std::map<std::string, std::optional<std::string>>
            environment;    ///< what differs; std::nullopt removes a variable
        std::string input;  ///< stdin: a file with this text
        bool terminal =
            false;  ///< stdin and stderr are a terminal instead, which types `input`; stderr is not kept apart
        std::optional<unsigned short> screen;     ///< stdout is a terminal with so many columns; not with `terminal`
        std::optional<std::size_t> largest_file;  ///< bytes that a file may have, as on a full disk
    };
    explicit Process(const Setup& setup);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void send(int signal) const;
    [[nodiscard]] bool running();
    /// Waits for its end; a program that takes longer than the limit is killed, which is an error.
    Finished wait(std::chrono::seconds limit = std::chrono::seconds(60));

private:
    [[noreturn]] void run_child(const Setup& setup, int terminal) const;
    void drain_terminal();

    std::filesystem::path out_;
    std::filesystem::path err_;
    std::filesystem::path in_;
    pid_t id_ = -1;
    std::optional<int> status_;  // once it has ended
    int terminal_ = -1;
    bool is_screen_ = false;
    std::string typed_;  // what came out of the terminal
};

}  // namespace athanor::testing
