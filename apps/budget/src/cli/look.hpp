#pragma once

#include <cstddef>

namespace budget::cli {

/// What a table may use where it is shown.
struct Look {
    std::size_t width = 0;  ///< columns of the terminal; 0: not a terminal, lines may be as long as they are
    bool color = false;
    bool bars = false;
    bool blocks = false;  ///< bars of block characters, not of #
};

}  // namespace budget::cli
