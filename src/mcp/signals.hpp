#pragma once

#include <csignal>

namespace athanor::mcp::detail {

/// A pipe that wakes who polls its reader.
class Pipe {
public:
    Pipe();  ///< throws OperationalError when there are no descriptors left
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe();

    [[nodiscard]] int reader() const noexcept { return ends_[0]; }
    [[nodiscard]] int writer() const noexcept { return ends_[1]; }
    void wake() const noexcept;

private:
    int ends_[2]{-1, -1};
};

/// While one lives, SIGTERM and SIGINT make its reader readable instead of ending the program, and writing to a closed
/// pipe is an error instead of a signal. One at a time.
class SignalPipe {
public:
    /// @param handle false: signals are left alone, but for that of closed pipes
    explicit SignalPipe(bool handle);
    SignalPipe(const SignalPipe&) = delete;
    SignalPipe& operator=(const SignalPipe&) = delete;
    ~SignalPipe();

    [[nodiscard]] int reader() const noexcept { return pipe_.reader(); }

private:
    Pipe pipe_;
    bool handles_;
    struct sigaction before_term_ {};
    struct sigaction before_int_ {};
    struct sigaction before_pipe_ {};
};

}  // namespace athanor::mcp::detail
