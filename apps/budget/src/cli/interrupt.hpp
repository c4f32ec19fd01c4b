#pragma once

namespace budget::cli {

/// Makes Ctrl-C end the program with exit code 130 at once. The database undoes what was not committed.
void exit_on_interrupt();

/// While it lives, the first Ctrl-C is only noted, so that the work can stop in an orderly way; the second one ends the
/// program. One at a time.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
    [[nodiscard]] static bool interrupted() noexcept;
};

}  // namespace budget::cli
