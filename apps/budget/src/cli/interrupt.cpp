#include "cli/interrupt.hpp"

#include <csignal>
#include <unistd.h>

#include "cli/exit_code.hpp"

namespace budget::cli {

namespace {

volatile std::sig_atomic_t noted = 0;

extern "C" void exit_now(int) { _exit(exit_interrupted); }

extern "C" void note(int) {
    if (noted != 0) {
        _exit(exit_interrupted);
    }
    noted = 1;
}

void install(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    // Reads and writes in progress go on: an orderly end needs the database.
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
}

}  // namespace

void exit_on_interrupt() { install(&exit_now); }

InterruptGuard::InterruptGuard() {
    noted = 0;
    install(&note);
}

InterruptGuard::~InterruptGuard() { install(&exit_now); }

bool InterruptGuard::interrupted() noexcept { return noted != 0; }

}  // namespace budget::cli
