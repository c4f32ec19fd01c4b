#include "cli/table.hpp"

#include <algorithm>

#include <athanor/core/text.hpp>

namespace budget::cli {

namespace {

constexpr std::string_view gap = "  ";

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

}  // namespace

void Table::clean(std::vector<std::string>& cells) const {
    cells.resize(columns_.size());
    for (std::string& cell : cells) {
        cell = without_controls(cell);
    }
}

void Table::add(std::vector<std::string> cells) {
    clean(cells);
    rows_.push_back(std::move(cells));
}

void Table::set_footer(std::vector<std::string> cells) {
    clean(cells);
    footer_ = std::move(cells);
}

void Table::append(std::string& out, const std::vector<std::string>& cells,
                   const std::vector<std::size_t>& widths) const {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t padding = widths[i] - std::min(widths[i], athanor::display_width(cells[i]));
        line += i == 0 ? std::string_view() : gap;
        if (columns_[i].align == Align::right) {
            line.append(padding, ' ').append(cells[i]);
        } else {
            line.append(cells[i]).append(padding, ' ');
        }
    }
    out.append(line, 0, line.find_last_not_of(' ') + 1);
    out += '\n';
}

std::string Table::to_string() const {
    std::vector<std::string> titles;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        titles.push_back(columns_[i].title);
        std::size_t width = athanor::display_width(columns_[i].title);
        for (const auto& row : rows_) {
            width = std::max(width, athanor::display_width(row[i]));
        }
        if (!footer_.empty()) {
            width = std::max(width, athanor::display_width(footer_[i]));
        }
        widths.push_back(width);
    }
    std::size_t total = gap.size() * (columns_.size() - 1);
    for (const std::size_t width : widths) {
        total += width;
    }
    std::string out;
    append(out, titles, widths);
    out.append(total, '-').append("\n");
    for (const auto& row : rows_) {
        append(out, row, widths);
    }
    if (!footer_.empty()) {
        out.append(total, '-').append("\n");
        append(out, footer_, widths);
    }
    return out;
}

}  // namespace budget::cli
