#include "cli/terminal.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <unistd.h>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>

namespace budget::cli {

bool can_ask() { return isatty(STDIN_FILENO) != 0; }

bool confirm(std::string_view question) {
    fmt::print(stderr, "{} [y/N] ", question);
    std::fflush(stderr);
    std::string line;
    std::getline(std::cin, line);
    return line == "y" || line == "Y" || line == "yes";
}

athanor::Date local_today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return athanor::Date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

std::string progress_line(std::size_t rows, std::uint64_t bytes, std::uint64_t total) {
    constexpr std::uint64_t width = 30;
    const auto count = fmt::format("{} rows", rows);
    if (total == 0) {
        return count;
    }
    // A file that grows meanwhile is still no more than complete.
    const std::uint64_t part = std::min(bytes, total);
    const auto filled = static_cast<std::size_t>(part * width / total);
    return fmt::format("[{}{}] {:3}%  {}", std::string(filled, '#'), std::string(width - filled, '-'),
                       part * 100 / total, count);
}

ProgressBar::ProgressBar(std::uint64_t total)
    : total_(total), visible_(isatty(STDERR_FILENO) != 0 && athanor::env("TERM", "dumb") != "dumb") {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
    }
}

void ProgressBar::show(std::size_t rows, std::uint64_t bytes) {
    if (visible_) {
        fmt::print(stderr, "\r{}", progress_line(rows, bytes, total_));
        std::fflush(stderr);
        drawn_ = true;
    }
}

}  // namespace budget::cli
