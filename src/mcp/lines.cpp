#include "mcp/lines.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace athanor::mcp::detail {

void LineReader::keep(std::string_view part) {
    const auto room = limit_ + 1 - std::min(line_.size(), limit_ + 1);
    line_.append(part.substr(0, room));
}

void LineReader::add(std::string_view octets, const std::function<void(std::string_view)>& take) {
    while (!octets.empty()) {
        const auto end = octets.find('\n');
        keep(octets.substr(0, end));
        if (end == std::string_view::npos) {
            return;
        }
        finish(take);
        octets.remove_prefix(end + 1);
    }
}

void LineReader::finish(const std::function<void(std::string_view)>& take) {
    std::string line;
    line.swap(line_);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    if (line.find_first_not_of(" \t") != std::string::npos) {
        take(line);
    }
}

void LineWriter::write(std::string text) {
    text += '\n';
    const std::lock_guard lock(mutex_);
    std::string_view rest = text;
    while (!rest.empty() && !failed_) {
        const auto count = ::write(descriptor_, rest.data(), rest.size());
        if (count >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd ready{descriptor_, POLLOUT, 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            failed_ = true;
        }
    }
}

}  // namespace athanor::mcp::detail
