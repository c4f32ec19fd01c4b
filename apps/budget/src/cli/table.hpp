#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace budget::cli {

/// Text in aligned columns for a terminal, by the width that characters take there. Control characters, which could
/// move the cursor, are shown as blanks.
class Table {
public:
    enum class Align { left, right };
    struct Column {
        std::string title;
        Align align = Align::left;
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as there are columns.
    void add(std::vector<std::string> cells);
    /// A row below a line, for totals.
    void set_footer(std::vector<std::string> cells);

    [[nodiscard]] std::string to_string() const;

private:
    void clean(std::vector<std::string>& cells) const;
    void append(std::string& out, const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::string> footer_;
};

}  // namespace budget::cli
