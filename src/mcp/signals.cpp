#include "mcp/signals.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <athanor/core/error.hpp>

namespace athanor::mcp::detail {
namespace {

std::atomic<int> signalled{-1};

void on_signal(int) {
    const int saved = errno;
    const char octet = 1;
    if (const int writer = signalled; writer >= 0 && ::write(writer, &octet, 1) < 0) {
        // Full: it is readable already.
    }
    errno = saved;
}

}  // namespace

Pipe::Pipe() {
    if (::pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0) {
        throw OperationalError("No pipe could be made.", "Raise the limit of open files (ulimit -n).");
    }
}

Pipe::~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
}

void Pipe::wake() const noexcept {
    const char octet = 1;
    while (::write(ends_[1], &octet, 1) < 0 && errno == EINTR) {
    }
}

SignalPipe::SignalPipe(bool handle) : handles_(handle) {
    struct sigaction action {};
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, &before_pipe_);
    if (handles_) {
        signalled = pipe_.writer();
        action.sa_handler = on_signal;
        ::sigaction(SIGTERM, &action, &before_term_);
        ::sigaction(SIGINT, &action, &before_int_);
    }
}

SignalPipe::~SignalPipe() {
    ::sigaction(SIGPIPE, &before_pipe_, nullptr);
    if (handles_) {
        ::sigaction(SIGTERM, &before_term_, nullptr);
        ::sigaction(SIGINT, &before_int_, nullptr);
        signalled = -1;
    }
}

}  // namespace athanor::mcp::detail
