#include "docs/test_names.hpp"

#include <filesystem>
#include <regex>

#include "docs/pages.hpp"

namespace athanor::testing {

namespace fs = std::filesystem;

namespace {

std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        return "";
    }
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

}  // namespace

std::set<std::string> test_names_in(const std::string& source) {
    static const std::regex test(R"((?:^|\n)(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\))");
    std::set<std::string> names;
    for (std::sregex_iterator match(source.begin(), source.end(), test), end; match != end; ++match) {
        names.insert((*match)[1].str() + "." + (*match)[2].str());
    }
    return names;
}

std::set<std::string> all_test_names() {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(project_folder() / "tests")) {
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
            names.merge(test_names_in(read_project_file(fs::relative(entry.path(), project_folder()))));
        }
    }
    return names;
}

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    for (std::size_t at = line.find('|'); at != std::string_view::npos;) {
        const auto next = line.find('|', at + 1);
        if (next != std::string_view::npos) {
            cells.push_back(trimmed(line.substr(at + 1, next - at - 1)));
        }
        at = next;
    }
    return cells;
}

std::vector<std::string> matches_in(const std::string& text, const char* pattern) {
    const std::regex wanted(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), wanted), end; match != end; ++match) {
        found.push_back((*match)[1]);
    }
    return found;
}

}  // namespace athanor::testing
