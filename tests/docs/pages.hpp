#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::testing {

/// The project's folder.
const std::filesystem::path& project_folder();

/// The text of a file of the project; `path` counts from its folder. Throws std::runtime_error naming the file.
std::string read_project_file(const std::filesystem::path& path);

/// Every page: the .md files at the root, below docs/ and below apps/, as paths from the project's folder, sorted.
std::vector<std::filesystem::path> pages();

std::vector<std::string> lines_of(std::string_view text);

/// The text between two lines `//! [name]` of a source. Throws std::runtime_error when they are not there exactly once
/// each.
std::string region(const std::filesystem::path& source, std::string_view name);

/// Whether `piece` is some whole lines of `text`, one after the other, with all of them less indented by the same width
/// or not at all.
bool is_piece_of(std::string_view piece, std::string_view text);

/// What stands behind `label` in a line `<!-- label: name -->`; empty for another line.
std::string marked(std::string_view line, std::string_view label);

/// A fenced block of a page.
struct Block {
    std::string language;
    std::string text;
    std::string above;     ///< the nearest line above that is not empty
    std::size_t line = 0;  ///< of the opening fence, from 1
};
/// Throws std::runtime_error for a block that is not closed.
std::vector<Block> blocks(std::string_view page);

}  // namespace athanor::testing
