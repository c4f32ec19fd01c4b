#include "cli/table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/text.hpp>

namespace budget::cli {

namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t shortest_cut = 8;
constexpr std::size_t shortest_bar = 6;
constexpr std::size_t longest_bar = 40;
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

/// Replaces C0 controls, DEL and (in UTF-8: C2 80 to C2 9F) C1 controls.
std::string without_controls(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool c1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (c1) {
            ++i;
        }
        result += c < 0x20 || c == 0x7f || c1 ? ' ' : text[i];
    }
    return result;
}

std::size_t total_width(const std::vector<std::size_t>& widths) {
    return std::accumulate(widths.begin(), widths.end(), gap.size() * (widths.size() - 1));
}

std::string in_color(std::string_view hex, const std::string& text) {
    unsigned red = 0;
    unsigned green = 0;
    unsigned blue = 0;
    if (std::sscanf(std::string(hex).c_str(), "#%2x%2x%2x", &red, &green, &blue) != 3) {
        return text;
    }
    return fmt::format("\x1b[38;2;{};{};{}m{}{}", red, green, blue, text, plain);
}

/// Half a character is the finest step; what is more than nothing is seen.
std::string bar_of(double share, std::size_t width, bool blocks) {
    if (share <= 0) {
        return "";
    }
    const auto halves = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::lround(std::min(share, 1.0) * static_cast<double>(width) * 2)));
    std::string bar;
    for (std::size_t i = 0; i < halves / 2; ++i) {
        bar += blocks ? "█" : "#";
    }
    if (blocks && halves % 2 != 0) {
        bar += "▌";
    }
    return bar.empty() ? "#" : bar;
}

}  // namespace

std::string cut_to_width(const std::string& text, std::size_t width) {
    if (athanor::display_width(text) <= width) {
        return text;
    }
    std::size_t used = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t next = end + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0) == 0x80) {
            ++next;
        }
        used += athanor::display_width(std::string_view(text).substr(end, next - end));
        if (used + 1 > width) {
            break;
        }
        end = next;
    }
    return text.substr(0, end) + "…";
}

void Table::clean(std::vector<std::string>& cells) const {
    cells.resize(columns_.size());
    for (std::string& cell : cells) {
        cell = without_controls(cell);
    }
}

void Table::add(std::vector<std::string> cells, Bar bar) {
    clean(cells);
    rows_.push_back(std::move(cells));
    bars_.push_back(std::move(bar));
}

void Table::set_footer(std::vector<std::string> cells) {
    clean(cells);
    footer_ = std::move(cells);
}

std::vector<std::size_t> Table::natural_widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = athanor::display_width(columns_[i].title);
        for (const auto& row : rows_) {
            width = std::max(width, athanor::display_width(row[i]));
        }
        if (!footer_.empty()) {
            width = std::max(width, athanor::display_width(footer_[i]));
        }
        widths.push_back(width);
    }
    return widths;
}

/// Takes from the widest of the columns that may be cut, until the line fits or nothing is left to take.
void Table::fit(std::vector<std::size_t>& widths, std::size_t limit) const {
    for (std::size_t total = total_width(widths); total > limit; --total) {
        std::size_t* widest = nullptr;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (columns_[i].may_be_cut && widths[i] > shortest_cut && (widest == nullptr || widths[i] > *widest)) {
                widest = &widths[i];
            }
        }
        if (widest == nullptr) {
            return;
        }
        --*widest;
    }
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string cell = cut_to_width(cells[i], widths[i]);
        const std::size_t padding = widths[i] - std::min(widths[i], athanor::display_width(cell));
        line += i == 0 ? std::string_view() : gap;
        if (columns_[i].align == Align::right) {
            line.append(padding, ' ').append(cell);
        } else {
            line.append(cell).append(padding, ' ');
        }
    }
    return line;
}

std::string Table::to_string(const Look& look) const {
    std::vector<std::string> titles;
    titles.reserve(columns_.size());
    for (const Column& column : columns_) {
        titles.push_back(column.title);
    }
    auto widths = natural_widths();
    if (look.width != 0) {
        fit(widths, look.width);
    }
    const std::size_t total = total_width(widths);
    const std::size_t free = look.width > total + gap.size() ? look.width - total - gap.size() : 0;
    const std::size_t bar_width = look.bars && free >= shortest_bar ? std::min(free, longest_bar) : 0;

    std::string out;
    const auto append = [&](std::string text, std::string_view style) {
        text.erase(text.find_last_not_of(' ') + 1);
        out += look.color && !style.empty() ? fmt::format("{}{}{}\n", style, text, plain) : text + "\n";
    };
    append(line(titles, widths), bold);
    append(std::string(total, '-'), "");
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const std::string bar = bar_width == 0 ? "" : bar_of(bars_[i].share, bar_width, look.blocks);
        const std::string colored = look.color && !bar.empty() ? in_color(bars_[i].color, bar) : bar;
        append(fmt::format("{}{}{}", line(rows_[i], widths), bar.empty() ? "" : gap, colored), "");
    }
    if (!footer_.empty()) {
        append(std::string(total, '-'), "");
        append(line(footer_, widths), bold);
    }
    return out;
}

}  // namespace budget::cli
