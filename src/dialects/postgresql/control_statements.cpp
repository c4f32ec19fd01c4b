#include "dialects/postgresql/control_statements.hpp"

#include <cstddef>
#include <initializer_list>

namespace athanor::postgresql {

namespace {

bool is_letter(char letter) noexcept { return (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z'; }

/// Removes a comment from the front, nested ones with it, as the server does.
void skip_comment(std::string_view& text) noexcept {
    if (text.starts_with("--")) {
        const auto end = text.find('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end);
        return;
    }
    int depth = 0;
    do {
        if (text.starts_with("/*") || text.starts_with("*/")) {
            depth += text.front() == '/' ? 1 : -1;
            text.remove_prefix(1);
        }
        text.remove_prefix(1);
    } while (depth > 0 && !text.empty());
}

/// Takes the next word from the front.
std::string_view take_word(std::string_view& text) noexcept {
    while (!text.empty()) {
        if (text.starts_with("--") || text.starts_with("/*")) {
            skip_comment(text);
        } else if (std::string_view(" \t\r\n\f\v(;").find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
        } else {
            break;
        }
    }
    std::size_t length = 0;
    while (length < text.size() && is_letter(text[length])) {
        ++length;
    }
    const auto word = text.substr(0, length);
    text.remove_prefix(length);
    return word;
}

bool is(std::string_view word, std::string_view lower) noexcept {
    if (word.size() != lower.size()) {
        return false;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
        if ((word[i] | 0x20) != lower[i]) {
            return false;
        }
    }
    return true;
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) noexcept {
    for (const auto candidate : words) {
        if (is(word, candidate)) {
            return true;
        }
    }
    return false;
}

}  // namespace

Control control_of(std::string_view sql) noexcept {
    const auto first = take_word(sql);
    if (is_any(first, {"begin", "start"})) {
        return Control::begin;
    }
    if (is_any(first, {"commit", "end"})) {
        return Control::commit;
    }
    if (is(first, "prepare") && is(take_word(sql), "transaction")) {
        return Control::commit;
    }
    if (is(first, "abort")) {
        return Control::rollback;
    }
    if (is(first, "rollback")) {
        auto next = take_word(sql);
        if (is_any(next, {"work", "transaction"})) {
            next = take_word(sql);
        }
        return is(next, "to") ? Control::none : Control::rollback;
    }
    return Control::none;
}

bool keeps_nothing(std::string_view sql) noexcept {
    return is_any(take_word(sql),
                  {"select", "show", "set", "reset", "values", "table", "discard", "deallocate", "fetch"});
}

bool may_commit(std::string_view sql) noexcept { return is_any(take_word(sql), {"call", "do"}); }

bool is_copy(std::string_view sql) noexcept { return is(take_word(sql), "copy"); }

}  // namespace athanor::postgresql
