#include "mcp/uri_template.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/core/text.hpp>

namespace athanor::mcp::detail {
namespace {

int digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        const int high = i + 1 < text.size() ? digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return is_valid_utf8(result) && !contains_nul(result) ? std::optional(result) : std::nullopt;
}

}  // namespace

UriTemplate::UriTemplate(std::string_view text) {
    std::string fixed;
    while (!text.empty()) {
        const auto open = text.find_first_of("{}");
        fixed += text.substr(0, open);
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = text.find('}', open);
        if (text[open] == '}' || close == std::string_view::npos || close == open + 1 ||
            (fixed.empty() && !variables_.empty())) {
            throw ArgumentError(fmt::format("\"{}\" is no URI template.", text),
                                "Write variables as {name}, with a text between two of them.");
        }
        variables_.emplace_back(text.substr(open + 1, close - open - 1));
        fixed_.push_back(std::exchange(fixed, {}));
        text.remove_prefix(close + 1);
    }
    fixed_.push_back(std::move(fixed));
}

std::optional<std::vector<std::string>> UriTemplate::match(std::string_view uri) const {
    if (!uri.starts_with(fixed_[0])) {
        return std::nullopt;
    }
    uri.remove_prefix(fixed_[0].size());
    std::vector<std::string> values;
    for (std::size_t i = 1; i < fixed_.size(); ++i) {
        auto end = uri.find_first_of("/?#");
        if (!fixed_[i].empty() && fixed_[i][0] != '/' && fixed_[i][0] != '?' && fixed_[i][0] != '#') {
            end = std::min(end, uri.find(fixed_[i]));
        }
        end = std::min(end, uri.size());
        auto value = decoded(uri.substr(0, end));
        uri.remove_prefix(end);
        if (!value || value->empty() || !uri.starts_with(fixed_[i])) {
            return std::nullopt;
        }
        uri.remove_prefix(fixed_[i].size());
        values.push_back(std::move(*value));
    }
    return uri.empty() ? std::optional(values) : std::nullopt;
}

}  // namespace athanor::mcp::detail
