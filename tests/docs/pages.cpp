#include "docs/pages.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/paths.hpp"

namespace athanor::testing {

namespace fs = std::filesystem;

const fs::path& project_folder() {
    static const fs::path folder = source_dir();
    return folder;
}

std::string read_project_file(const fs::path& path) {
    std::ifstream stream(project_folder() / path, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + path.string());
    }
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

std::vector<fs::path> pages() {
    std::vector<fs::path> found;
    const auto add = [&](const fs::directory_entry& entry) {
        if (entry.is_regular_file() && entry.path().extension() == ".md") {
            found.push_back(fs::relative(entry.path(), project_folder()));
        }
    };
    for (const auto& entry : fs::directory_iterator(project_folder())) {
        add(entry);
    }
    for (const auto* folder : {"docs", "apps"}) {
        for (const auto& entry : fs::recursive_directory_iterator(project_folder() / folder)) {
            add(entry);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string region(const fs::path& source, std::string_view name) {
    const auto mark = "//! [" + std::string(name) + "]";
    std::string text;
    int marks = 0;
    for (const auto& line : lines_of(read_project_file(source))) {
        if (line == mark) {
            ++marks;
        } else if (marks == 1) {
            text += line + '\n';
        }
    }
    if (marks != 2) {
        throw std::runtime_error(source.string() + " has " + std::to_string(marks) + " lines " + mark +
                                 ", two are needed");
    }
    return text;
}

bool is_piece_of(std::string_view piece, std::string_view text) {
    const auto wanted = lines_of(piece);
    const auto lines = lines_of(text);
    const auto matches = [&](std::size_t first, std::size_t indent) {
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const auto& line = lines[first + i];
            if (wanted[i].empty() ? !line.empty() : line != std::string(indent, ' ') + wanted[i]) {
                return false;
            }
        }
        return true;
    };
    for (std::size_t first = 0; !wanted.empty() && first + wanted.size() <= lines.size(); ++first) {
        for (const std::size_t indent : {0, 4, 8}) {
            if (matches(first, indent)) {
                return true;
            }
        }
    }
    return false;
}

std::string marked(std::string_view line, std::string_view label) {
    const auto begin = "<!-- " + std::string(label) + ": ";
    constexpr std::string_view end = " -->";
    if (!line.starts_with(begin) || !line.ends_with(end) || line.size() < begin.size() + end.size()) {
        return "";
    }
    return std::string(line.substr(begin.size(), line.size() - begin.size() - end.size()));
}

std::vector<Block> blocks(std::string_view page) {
    constexpr std::string_view fence = "```";
    std::vector<Block> found;
    std::string above;
    bool inside = false;
    std::size_t number = 0;
    for (const auto& line : lines_of(page)) {
        ++number;
        if (line.starts_with(fence)) {
            if (!inside) {
                found.push_back({line.substr(fence.size()), "", above, number});
            }
            inside = !inside;
            above = line;
        } else if (inside) {
            found.back().text += line + '\n';
        } else if (!line.empty()) {
            above = line;
        }
    }
    if (inside) {
        throw std::runtime_error("the block at line " + std::to_string(found.back().line) + " is not closed");
    }
    return found;
}

}  // namespace athanor::testing
