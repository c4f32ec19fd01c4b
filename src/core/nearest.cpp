#include <algorithm>
#include <utility>
#include <vector>

#include <athanor/core/text.hpp>

#include "core/utf8.hpp"

namespace athanor {

namespace {

std::u32string fold(std::string_view text) {
    std::u32string folded;
    while (!text.empty()) {
        auto [code_point, length] = detail::decode_utf8(text);
        if (length == 0) {
            code_point = static_cast<unsigned char>(text[0]);
            length = 1;
        }
        folded += code_point >= U'A' && code_point <= U'Z' ? code_point + (U'a' - U'A') : code_point;
        text.remove_prefix(length);
    }
    return folded;
}

/// Three rows of the table are enough: a swap of neighbours looks back two rows.
std::size_t distance(const std::u32string& a, const std::u32string& b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({row[j - 1] + 1, last[j] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

template <class Candidates>
std::optional<std::string> find_nearest(std::string_view name, const Candidates& candidates) {
    const auto folded = fold(name);
    std::size_t allowed = std::max<std::size_t>(1, folded.size() / 3);
    std::optional<std::string> best;
    for (const auto& candidate : candidates) {
        const auto far = distance(folded, fold(candidate));
        if (far < allowed || (far == allowed && !best)) {
            best.emplace(candidate);
            allowed = far;
        }
    }
    return best;
}

}  // namespace

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates) {
    return find_nearest(name, candidates);
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string_view> candidates) {
    return find_nearest(name, candidates);
}

std::optional<std::string> nearest(std::string_view name, std::initializer_list<std::string_view> candidates) {
    return find_nearest(name, candidates);
}

}  // namespace athanor
