#pragma once

#include <cstdint>
#include <memory>

#include <athanor/engine/driver.hpp>

namespace athanor::detail {

/// A number that differs between a process and the one it was forked from. A connection opened under another number
/// belongs to the parent: both would write into one socket. Thread-safe.
[[nodiscard]] std::uint64_t process_generation() noexcept;

/// Forgets a connection without closing it, since closing would send the parent's server the end of its session. The
/// socket stays open until the process ends.
void abandon(std::unique_ptr<DriverConnection> connection) noexcept;

}  // namespace athanor::detail
