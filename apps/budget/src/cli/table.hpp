#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cli/look.hpp"

namespace budget::cli {

/// A bar behind a row of a table.
struct Bar {
    double share = 0;   ///< of the longest bar, 0 to 1
    std::string color;  ///< #RRGGBB
};

/// Text in aligned columns for a terminal, by the width that characters take there. Control characters, which could
/// move the cursor, are shown as blanks.
class Table {
public:
    enum class Align { left, right };
    struct Column {
        std::string title;
        Align align = Align::left;
        bool may_be_cut = false;  ///< its texts end in an ellipsis where the terminal is too narrow
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as there are columns.
    void add(std::vector<std::string> cells, Bar bar = {});
    /// A row below a line, for totals.
    void set_footer(std::vector<std::string> cells);

    [[nodiscard]] std::string to_string(const Look& look = {}) const;

private:
    void clean(std::vector<std::string>& cells) const;
    [[nodiscard]] std::vector<std::size_t> natural_widths() const;
    void fit(std::vector<std::size_t>& widths, std::size_t limit) const;
    [[nodiscard]] std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<Bar> bars_;
    std::vector<std::string> footer_;
};

/// A text cut to columns of a terminal, with an ellipsis if something is missing.
std::string cut_to_width(const std::string& text, std::size_t width);

}  // namespace budget::cli
