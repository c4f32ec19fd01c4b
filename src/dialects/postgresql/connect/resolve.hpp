#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace athanor::postgresql {

/// The addresses of a host, or why there are none.
struct Resolved {
    std::vector<std::string> addresses;  ///< numeric, in the order in which the system would try them
    std::string error;                   ///< empty if there are addresses
};

/// Asks the system's resolver. May take as long as that likes.
[[nodiscard]] Resolved look_up(const std::string& host);

/// The same within a deadline: `look_up` runs in a thread of its own, which is left behind when the time is over.
[[nodiscard]] Resolved resolve(const std::string& host, std::chrono::steady_clock::time_point deadline,
                               std::function<Resolved(const std::string&)> look_up = postgresql::look_up);

/// Whether the text is an address itself, so that nothing needs to be looked up.
[[nodiscard]] bool is_address(const std::string& host);

}  // namespace athanor::postgresql
