#include "cli/terminal.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <athanor/core/dotenv.hpp>

#include "cli/arguments.hpp"

namespace budget::cli {

namespace {

std::size_t terminal_width() {
    std::size_t columns = 0;
    const std::string set = athanor::env("COLUMNS", "");
    const auto [end, error] = std::from_chars(set.data(), set.data() + set.size(), columns);
    if (error == std::errc() && end == set.data() + set.size() && columns > 0) {
        return columns;
    }
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return 80;
}

/// By the locale's name, as programs that never call setlocale know it.
bool is_utf8_locale() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        std::string value = athanor::env(name, "");
        if (!value.empty()) {
            std::ranges::transform(value, value.begin(), [](unsigned char c) { return std::tolower(c); });
            return value.ends_with("utf-8") || value.ends_with("utf8");
        }
    }
    return false;
}

}  // namespace

Look look_of_stdout(ColorChoice choice) {
    Look look;
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    if (terminal) {
        look.width = terminal_width();
    }
    const bool plain = !athanor::env("NO_COLOR", "").empty() || athanor::env("TERM", "dumb") == "dumb";
    look.color = choice == ColorChoice::always || (choice == ColorChoice::automatic && terminal && !plain);
    look.bars = terminal;
    look.blocks = is_utf8_locale();
    return look;
}

bool can_ask() { return isatty(STDIN_FILENO) != 0; }

bool confirm(std::string_view question) {
    fmt::print(stderr, "{} [y/N] ", question);
    std::fflush(stderr);
    std::string line;
    std::getline(std::cin, line);
    return line == "y" || line == "Y" || line == "yes";
}

void confirm_removal(std::string_view what) {
    if (!can_ask()) {
        throw UsageError("nobody can be asked whether to remove it", "give --yes to remove it without being asked");
    }
    if (!confirm(fmt::format("{}?", what))) {
        throw Error("nothing was removed");
    }
}

athanor::Date local_today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return athanor::Date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

std::string progress_line(std::size_t rows, std::uint64_t bytes, std::uint64_t total) {
    constexpr std::uint64_t width = 30;
    auto count = fmt::format("{} rows", rows);
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
