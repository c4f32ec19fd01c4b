#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <athanor/core/date.hpp>

#include "cli/command.hpp"
#include "cli/look.hpp"

namespace budget::cli {

/// Whether somebody can be asked: stdin is a terminal.
bool can_ask();
/// Asks on stderr; true for y or yes.
bool confirm(std::string_view question);

/// Asks `what`? before something is removed.
/// @throws UsageError where nobody can be asked, Error if the answer is no.
void confirm_removal(std::string_view what);

/// What stdout can show. On a terminal its width is COLUMNS, else what the terminal says, else 80. Colors: as chosen;
/// automatic is on a terminal, unless NO_COLOR is set or TERM is dumb.
Look look_of_stdout(ColorChoice choice);

/// The day by the clock and the time zone of this computer.
athanor::Date local_today();

/// How far a long import is, on stderr; shows nothing where that is no terminal.
class ProgressBar {
public:
    /// `total` in bytes; 0: not known.
    explicit ProgressBar(std::uint64_t total);
    /// Wipes it away.
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    void show(std::size_t rows, std::uint64_t bytes);

private:
    std::uint64_t total_;
    bool visible_;
    bool drawn_ = false;
};

/// The line that a progress bar shows: "[#####-----]  50%  12,000 rows".
std::string progress_line(std::size_t rows, std::uint64_t bytes, std::uint64_t total);

}  // namespace budget::cli
