#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace athanor::mcp::detail {

/// Cuts a stream into lines, without their ends and without empty ones. Of one that is longer than `limit` only so much
/// is kept that the reader sees that it is too long.
class LineReader {
public:
    explicit LineReader(std::size_t limit) : limit_(limit) {}

    void add(std::string_view octets, const std::function<void(std::string_view)>& take);
    /// The end: what has no line feed behind it is a line too.
    void finish(const std::function<void(std::string_view)>& take);

private:
    void keep(std::string_view part);

    std::size_t limit_;
    std::string line_;
};

/// Writes lines, each as a whole; from any thread.
class LineWriter {
public:
    explicit LineWriter(int descriptor) : descriptor_(descriptor) {}

    /// Nothing is written any more once the reader is gone.
    void write(std::string text);
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
    std::mutex mutex_;
    std::atomic<bool> failed_{false};
};

}  // namespace athanor::mcp::detail
