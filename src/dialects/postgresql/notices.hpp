#pragma once

#include <cstddef>

struct pg_result;  // libpq's PGresult

namespace athanor::postgresql {

/// Logs what a server says besides its answers. A flood is counted, not logged.
class Notices {
public:
    /// For PQsetNoticeReceiver; `self` is a Notices. Never throws: libpq stands between it and us.
    static void receive(void* self, const pg_result* notice) noexcept;

    /// Logs how many were left out since the last call.
    void end_list() noexcept;
    /// True once the server said that it ends the connection.
    [[nodiscard]] bool fatal() const noexcept { return fatal_; }

    static constexpr std::size_t logged_per_list = 20;
    static constexpr std::size_t max_bytes = 1000;  ///< of one notice

private:
    void take(const pg_result* notice);

    std::size_t count_ = 0;
    bool fatal_ = false;
};

}  // namespace athanor::postgresql
