#pragma once

#include <string>
#include <sys/types.h>

namespace athanor::testing {

/// A network between this process and the test server that can fall silent: the kernel at the other end gets no packet
/// any more, so it acknowledges none. For the child process of a death test, since the process leaves its own network
/// for a new one (with a user namespace, so that no privilege is needed) and cannot come back. Throws
/// std::runtime_error where the machine does not allow that.
class SilentNetwork {
public:
    /// `server_url` is where the test server is now.
    explicit SilentNetwork(const std::string& server_url);
    ~SilentNetwork();
    SilentNetwork(const SilentNetwork&) = delete;
    SilentNetwork& operator=(const SilentNetwork&) = delete;

    /// The same database through the network; four connections at most.
    [[nodiscard]] const std::string& url() const noexcept { return url_; }
    /// The same database at an address that never answers.
    [[nodiscard]] const std::string& silent_url() const noexcept { return silent_url_; }
    /// Waits until something more was sent to the server than when it was asked last.
    void wait_for_traffic();
    void fall_silent();

private:
    std::string url_;
    std::string silent_url_;
    pid_t far_end_ = -1;
    int traffic_ = -1;
    int life_ = -1;
};

}  // namespace athanor::testing
