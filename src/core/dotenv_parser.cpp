#include "core/dotenv_parser.hpp"

#include <fmt/format.h>

#include <athanor/core/error.hpp>

namespace athanor::detail {

namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

bool is_name_character(char c, bool first) noexcept {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
}

void skip_blanks(std::string_view& text) noexcept {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
}

/// One line of the file. Complaints name the line and the rule, never the content, which may be a secret.
class Line {
public:
    Line(std::string_view text, int number) : rest_(text), number_(number) {}

    bool has_assignment() noexcept {
        skip_blanks(rest_);
        return !rest_.empty() && rest_.front() != '#';
    }

    std::pair<std::string, std::string> take_assignment() {
        constexpr std::string_view export_word = "export";
        if (rest_.starts_with(export_word) && rest_.size() > export_word.size() &&
            is_blank(rest_[export_word.size()])) {
            rest_.remove_prefix(export_word.size());
            skip_blanks(rest_);
        }
        auto name = take_name();
        skip_blanks(rest_);
        if (rest_.empty() || rest_.front() != '=') {
            fail("has no '=' after the name");
        }
        rest_.remove_prefix(1);
        skip_blanks(rest_);
        auto value = take_value();
        if (value.find('\0') != std::string::npos) {
            fail("has a NUL in its value");
        }
        return {std::move(name), std::move(value)};
    }

private:
    std::string take_name() {
        std::size_t length = 0;
        while (length < rest_.size() && is_name_character(rest_[length], length == 0)) {
            ++length;
        }
        if (length == 0) {
            fail("does not start with the name of a variable");
        }
        std::string name(rest_.substr(0, length));
        rest_.remove_prefix(length);
        return name;
    }

    std::string take_value() {
        if (!rest_.empty() && (rest_.front() == '\'' || rest_.front() == '"')) {
            auto value = take_quoted();
            skip_blanks(rest_);
            if (!rest_.empty() && rest_.front() != '#') {
                fail("goes on after the closing quote");
            }
            return value;
        }
        std::size_t end = 0;
        while (end < rest_.size() && !(rest_[end] == '#' && (end == 0 || is_blank(rest_[end - 1])))) {
            ++end;
        }
        while (end > 0 && is_blank(rest_[end - 1])) {
            --end;
        }
        return std::string(rest_.substr(0, end));
    }

    std::string take_quoted() {
        const char quote = rest_.front();
        std::string value;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == quote) {
                rest_.remove_prefix(i + 1);
                return value;
            }
            if (quote == '"' && rest_[i] == '\\' && i + 1 < rest_.size()) {
                value += unescape(rest_[++i]);
            } else {
                value += rest_[i];
            }
        }
        fail("has an opening quote without a closing one");
    }

    char unescape(char escaped) const {
        switch (escaped) {
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case '"':
        case '\\':
        case '$':
            return escaped;
        default:
            fail("has a backslash before a character that is not n, r, t, \", \\ or $");
        }
    }

    [[noreturn]] void fail(std::string_view what) const {
        throw ArgumentError(fmt::format("line {} of the .env file {}", number_, what),
                            "write KEY=VALUE, with the value in quotes if it has blanks at its ends or \" #\" in it");
    }

    std::string_view rest_;
    int number_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> parse_dotenv(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    std::vector<std::pair<std::string, std::string>> all;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto content = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (content.ends_with('\r')) {
            content.remove_suffix(1);
        }
        Line line(content, number);
        if (line.has_assignment()) {
            all.push_back(line.take_assignment());
        }
    }
    return all;
}

}  // namespace athanor::detail
