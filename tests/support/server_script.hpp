#pragma once

#include <cstdio>
#include <string>
#include <sys/types.h>
#include <vector>

namespace athanor::testing {

/// A server that a script of tests/servers/ runs for one test. The script prints one line when the server is ready,
/// then answers each command that it reads with one line, and ends, with the server, when there is nothing more to
/// read: with this object, also when the test dies. Throws std::runtime_error if the server does not start, with what
/// the script said on its stderr in the test's output.
class ServerScript {
public:
    explicit ServerScript(const std::string& name, const std::vector<std::string>& arguments = {});
    ~ServerScript();
    ServerScript(const ServerScript&) = delete;
    ServerScript& operator=(const ServerScript&) = delete;

    /// The words of the first line.
    [[nodiscard]] const std::vector<std::string>& words() const noexcept { return words_; }
    /// Throws std::runtime_error if the script ends instead of answering.
    std::string tell(const std::string& command);

private:
    [[nodiscard]] std::string read_line();

    std::string name_;
    pid_t process_ = -1;
    int commands_ = -1;
    FILE* answers_ = nullptr;
    std::vector<std::string> words_;
};

}  // namespace athanor::testing
